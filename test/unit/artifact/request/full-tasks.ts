/** Tasks with every kind of field that Tekton lets them have. */
export const FULL_TASKS = [
  {
    name: "make",
    displayName: "Make",
    description: "d",
    timeout: "10m",
    retries: 2,
    paramValues: [
      { name: "art", value: "$(params.art_id)" },
      { name: "words", value: ["$(params.list[*])", "x"] },
      { name: "whole", value: "$(params.obj[*])" },
      { name: "el", value: "$(params.list[0])" },
      { name: "key", value: "$(params.obj.k)" },
    ],
    workspaces: [{ name: "w", workspace: "src" }, { name: "cache" }],
    when: [{ input: "$(params.size)", operator: "in", values: ["s", "m"] }],
    spec: {
      params: [
        { name: "art" },
        { name: "words", type: "array" },
        { name: "whole", type: "object", properties: { k: { type: "string" }, l: { type: "string" } } },
        { name: "el", default: "d" },
        { name: "key" },
      ],
      results: [
        { name: "endpoint", description: "url" },
        { name: "many", type: "array" },
        { name: "o", type: "object", properties: { a: {} } },
        { name: "fromstep", value: "$(steps.go.results.sr)" },
      ],
      workspaces: [
        { name: "w", mountPath: "/w", readOnly: true },
        { name: "cache", optional: true },
      ],
      volumes: [
        { name: "acc", secret: { secretName: "acnt-$(params.art_id)-$(params.inst_id)-gcp" } },
        { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "1Gi" } },
        { name: "host", hostPath: { path: "/x", type: "Directory" } },
        { name: "cfg", configMap: { name: "c", defaultMode: 420, optional: true } },
        {
          name: "dw",
          downwardAPI: {
            items: [
              { path: "a", fieldRef: { fieldPath: "metadata.name" } },
              { path: "b", resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } },
            ],
          },
        },
      ],
      stepTemplate: {
        env: [
          { name: "HOME", value: "/root" },
          { name: "X", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
        ],
        securityContext: { privileged: false },
        volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
        imagePullPolicy: "IfNotPresent",
        computeResources: { limits: { cpu: 1 } },
      },
      sidecars: [
        {
          name: "db",
          image: "pg",
          ports: [{ containerPort: 5432, protocol: "TCP" }],
          readinessProbe: { tcpSocket: { port: 5432 }, periodSeconds: 3 },
          livenessProbe: { httpGet: { path: "/", port: "http", httpHeaders: [{ name: "a", value: "b" }] } },
          startupProbe: { exec: { command: ["a"] } },
          lifecycle: { preStop: { exec: { command: ["x"] } } },
          env: [{ name: "P", value: "$(params.art)" }],
          restartPolicy: "Always",
          tty: true,
          workspaces: [{ name: "w", mountPath: "/w2" }],
        },
        { name: "s2", image: "x", script: "echo $(tasks.status)" },
      ],
      steps: [
        {
          name: "go",
          displayName: "x",
          image: "ubuntu",
          script:
            "printf https://x > $(results.endpoint.path); echo $(params.art) $(params.words[0]) $(params.whole.k) $(context.taskRun.name) $(context.task.retry-count) > $(step.results.sr.path)",
          results: [{ name: "sr" }, { name: "so", type: "object", properties: { a: { type: "string" } } }],
          volumeMounts: [{ name: "acc", mountPath: "/var/acc", readOnly: true }],
          timeout: "5s",
          onError: "continue",
          computeResources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "1Gi" } },
          workspaces: [{ name: "w", mountPath: "/ws" }],
          securityContext: {
            runAsUser: 0,
            capabilities: { add: ["NET_ADMIN"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
          when: [{ input: "a", operator: "notin", values: ["b"] }],
        },
        {
          image: "$(params.key)",
          command: ["sh", "-c"],
          args: ["echo", "$(params.words[*])", "$(steps.go.results.sr)"],
          env: [
            { name: "A", value: "$(params.el)" },
            { name: "B", valueFrom: { configMapKeyRef: { name: "c", key: "k", optional: true } } },
            { name: "C", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
          ],
          envFrom: [{ prefix: "P_", secretRef: { name: "s" } }, { configMapRef: { name: "m" } }],
          workingDir: "/w/$(params.art)",
        },
      ],
    },
  },
  {
    name: "fan",
    runAfter: ["make"],
    matrix: {
      params: [
        { name: "p", value: ["1", "2"] },
        { name: "q", value: ["$(params.list[*])"] },
      ],
      include: [{ name: "i", params: [{ name: "p", value: "3" }] }],
    },
    spec: {
      params: [{ name: "p" }, { name: "q" }],
      results: [{ name: "r" }],
      steps: [{ image: "u", script: "echo $(params.p) > $(results.r.path)" }],
    },
  },
  {
    name: "use",
    paramValues: [
      { name: "all", value: "$(tasks.fan.results.r[*])" },
      { name: "e", value: "$(tasks.make.results.endpoint)" },
      { name: "run", value: "$(context.pipelineRun.name)" },
    ],
    onError: "continue",
    spec: {
      params: [{ name: "all", type: "array" }, { name: "e" }, { name: "run" }],
      metadata: { labels: { a: "b" } },
      steps: [{ image: "u", command: ["true"], args: ["$(params.all[*])"] }],
    },
  },
];
