/** Workloads on the wire with what upstream's own code derives from them; signatures by the key of user 7. */
export interface WorkloadVector {
  readonly name: string;
  readonly wire: Readonly<Record<string, unknown>>;
  readonly challenge: string;
  readonly sha256: string;
  readonly customer: string;
  readonly provision: string;
  readonly delete: string;
  readonly units: Readonly<Record<"cru" | "sru" | "hru" | "mru" | "ipv4u", number>>;
}

export const WORKLOAD_VECTORS: readonly WorkloadVector[] = [
  {
    name: "volume",
    wire: {
      workload_type: 2,
      workload_id: 1,
      node_id: "node1",
      pool_id: 1,
      customer_tid: 7,
      epoch: 1582937602,
      description: "this is a volume",
      metadata: "this is metadata",
      size: 1,
      type: 1,
    },
    challenge: "1node117VOLUME1582937602this is a volumethis is metadata1SSD",
    sha256: "df41d570fd6828c6ed104aa11a0ebe833098be4c620039ac825ef383ed7571eb",
    customer:
      "45563080f0e16b6a143057813f887ccaa4287b83957309c928070a01dece57cde29eed49bb28dbe0b7afc0d561ce67c98889b45bd723352d778a8cc7e6fb560a",
    provision:
      "ed9432d95a3ae54adc134b39a6b0aefd86ee64b98f1c4a939782f0de5092f504a1965e70d7a45aa26fe4f83118dbaee246ec1e1b4dbd7e91476a0d256a31440c",
    delete:
      "cb40a6997a6a4331a989e7f506add0edaf4cfb257b15d03ea53c371841ac27dd0d2ba0ce5cde966adb4c5c1b880904bf01bfa1fe60a37a146a5f627114a33402",
    units: {
      cru: 0.0,
      sru: 1,
      hru: 0,
      mru: 0,
      ipv4u: 0,
    },
  },
  {
    name: "container-full",
    wire: {
      workload_type: 1,
      workload_id: 1,
      node_id: "node1",
      pool_id: 1,
      customer_tid: 7,
      epoch: 1582937602,
      description: "d",
      metadata: "m",
      flist: "https://hub.example/u/app.flist",
      hub_url: "zdb://hub.example:9900",
      entrypoint: "/sbin/my_init --x",
      interactive: false,
      environment: {
        zeta: "1",
        Alpha: "a=b",
        beta: "",
      },
      secret_environment: {
        TOKEN: "deadbeef",
      },
      volumes: [
        {
          volume_id: "12-3",
          mountpoint: "/data",
        },
        {
          volume_id: "-2",
          mountpoint: "/var",
        },
      ],
      network_connection: [
        {
          network_id: "network1",
          ipaddress: "10.10.1.5",
          public_ip6: true,
          yggdrasil_ip: true,
        },
      ],
      stats: [
        {
          type: "redis",
          data: {
            endpoint: "redis://h/c",
          },
        },
      ],
      logs: [
        {
          type: "redis",
          data: {
            stdout: "redis://h/o",
            stderr: "redis://h/e",
            secret_stdout: "aa",
            secret_stderr: "bb",
          },
        },
      ],
      capacity: {
        cpu: 2,
        memory: 1024,
        disk_size: 52224,
        disk_type: 1,
      },
    },
    challenge:
      "1node117CONTAINER1582937602dmhttps://hub.example/u/app.flistzdb://hub.example:9900/sbin/my_init --xfalseAlpha=a=bbeta=zeta=1TOKEN=deadbeef12-3/data-2/varnetwork110.10.1.5true2102452224ssd",
    sha256: "32aa33e16824e343057b6a04f1bb7876402fee72f8ea9394410dee45e1b2d1d5",
    customer:
      "a1ee5bb4273e01afea6b58f54c3cd838786292167180773c1cd9628a72e9ac9819ec90df0c458b2f8d17543a4625f5a0b0c07346b0b5e5df2a4f1527bde1fe0d",
    provision:
      "c31b504a4ed2e193c0fd16388815201879dfcfca985a1ed60d2188d3f14b77fd9bceaa8f912001baf2e53a9d00bbf9cc3f1cfcdfc899c643a2919de45598d00b",
    delete:
      "aa8e072d97ce9a7601a4937522246d4575f8eafd2b2f45d9ecfbf8ca5e9b939a2d2f3d9c35d72d66d47733b5cc7eef2c0269043171413a9d06cbd0af0e29d10a",
    units: {
      cru: 2,
      sru: 1,
      hru: 0,
      mru: 1,
      ipv4u: 0,
    },
  },
  {
    name: "zdb",
    wire: {
      workload_type: 0,
      workload_id: 2,
      node_id: "node1",
      pool_id: 1,
      customer_tid: 7,
      epoch: 1582937602,
      size: 10,
      mode: 1,
      password: "abcd12",
      disk_type: 0,
      public: true,
      stats_aggregator: [{}],
    },
    challenge: "2node117ZDB158293760210userabcd12hddtrue",
    sha256: "a7d14d9404bd7fb7fa1e3aff3cd8571ad85627cc1a98cada925407a3d500e7ed",
    customer:
      "2f02f52cbf01a7c760bea4baa25126513894b0989f86ec9e611e5d7543c0ebf28dd76690727be7ff1e42059058e693c96d996f8cb53988c7fc15ed23b61dfb00",
    provision:
      "e54dfabfd7a9977c8ae6f4c45ea9a159a1854ba73e038d51e2daa6b02e38ff03c0955bb5c2b57dc472a65497b355d51d45c3b5c0cb7ea6839ac7fec771b04e02",
    delete:
      "6035d8b597b490b6e75a85d2af2183fe6a9219fe383d4b80adcad516ae438b307a3bd28a54d57c7b6087f24a1f0e854dec7deb64f9d873fc4f15344f094faa0c",
    units: {
      cru: 0.0,
      sru: 0,
      hru: 10,
      mru: 0,
      ipv4u: 0,
    },
  },
  {
    name: "k8s",
    wire: {
      workload_type: 4,
      workload_id: 1,
      node_id: "node1",
      pool_id: 5,
      customer_tid: 7,
      epoch: 1582937602,
      size: 2,
      cluster_secret: "c0ffee",
      network_id: "mynet",
      ipaddress: "10.10.2.3",
      master_ips: ["10.10.2.2", "2001:DB8::1"],
      ssh_keys: ["ssh-ed25519 AAAA me@x", "k2"],
      public_ip: 0,
      datastore_endpoint: "",
      disable_default_ingress: true,
    },
    challenge:
      "1node157KUBERNETES15829376022c0ffeemynet10.10.2.310.10.2.22001:db8::1ssh-ed25519 AAAA me@xk20true",
    sha256: "860391a0ddb2cfb44b543c8beaa6946c77f693a7a880ac25e778e3a31e731910",
    customer:
      "19b836653ccc7b13126e15f7af0eea0d853f24c337a627250ce216f8fde634edb1d70c57f35d3d7390385e4433637c66988d164631b2aad87981ad590f688701",
    provision:
      "69def9fcf21fd7db9ef7d0e8a8ac0f7f7329adac4456d0cd43e1c1535572b0a8300a57ac6d221d6dd9c0e1baebb12825debe51cb5e664829ce3cf7ab2f91a508",
    delete:
      "4be9d700a04dabbd94dc3e7592af4b217ad5e8756cc3a52ac096f414b4c4d6e65087b23e6b83cb89565f1f1dad2709f09ca793c0ca037b5446edf206cb100709",
    units: {
      cru: 2,
      sru: 100,
      hru: 0,
      mru: 4,
      ipv4u: 0,
    },
  },
  {
    name: "network-resource",
    wire: {
      workload_type: 10,
      workload_id: 1,
      node_id: "node1",
      pool_id: 1,
      customer_tid: 7,
      epoch: 1582937602,
      name: "mynet",
      network_iprange: "10.10.0.0/16",
      wireguard_private_key_encrypted: "aabb",
      wireguard_public_key: "kDd5mB6L4gkd3U5W287JeQu7urFzBYH51JQZUrJd8Hg=",
      wireguard_listen_port: 1600,
      iprange: "10.10.1.0/24",
      peers: [
        {
          public_key: "mR5fBXohKe2MZ6v+GLwlKwrvkFxo1VvV3bPNHDBhOAI=",
          endpoint: "37.187.124.71:51820",
          iprange: "10.10.2.0/24",
          allowed_iprange: ["10.10.2.0/24", "100.64.10.2/32"],
        },
        {
          public_key: "p2",
          endpoint: "",
          iprange: "10.10.3.0/24",
          allowed_iprange: ["10.10.3.0/24"],
        },
      ],
    },
    challenge:
      "1node117NETWORK_RESOURCE1582937602mynet10.10.0.0/16aabbkDd5mB6L4gkd3U5W287JeQu7urFzBYH51JQZUrJd8Hg=160010.10.1.0/24mR5fBXohKe2MZ6v+GLwlKwrvkFxo1VvV3bPNHDBhOAI=37.187.124.71:5182010.10.2.0/2410.10.2.0/24100.64.10.2/32p210.10.3.0/2410.10.3.0/24",
    sha256: "925cfce6883454670944ae866ab068485f82aeb2be39f144aa329d760f68f40f",
    customer:
      "31c6fc21f6e4525d4a9a3b7d40e6aceec1a3a2bfc3f6056ac74b46cffba1016b23366d5fa0b5aefe3420692d68796b4ea38d685e884890457e4b2f76c9f6a509",
    provision:
      "882e330fa48e76b08a8f3c5130f993e1ae9304cef0076b6978cecccdd12602e5416fac2caadc3db3fad9b0b8a81747c066eccbdb4ee465b83676977b9261eb06",
    delete:
      "17f44c03e074142a6a11989fa6f56897785a4561028463a2347ccfca4c67d577ba23bf7703dbe24c4daab72f2f4996f1e1d9a577f922d0b9fa06c3e8d886fa0d",
    units: {
      cru: 0.0,
      sru: 0,
      hru: 0,
      mru: 0,
      ipv4u: 0,
    },
  },
  {
    name: "public-ip",
    wire: {
      workload_type: 11,
      workload_id: 1,
      node_id: "node1",
      pool_id: 1,
      customer_tid: 7,
      epoch: 1582937602,
      ipaddress: "185.69.166.10/24",
    },
    challenge: "1node117PUBLIC_IP1582937602185.69.166.10/24",
    sha256: "7873e2084cf9ed0201f60942bdc67d5f7a4ce1acaa4ce3763082dfcd251c4352",
    customer:
      "9df9a70ed5e6707951cdb6a2bddd2a4b4e4eb9cafdee1761da5c96633dc0bc7fa6229c2911e5c4cbac2fa0bb8bf4287703a37f47c9a502dc09295518a43c3307",
    provision:
      "1aef2de63476b1d7bd8bb632ffdfacfb74e1daa377567cb423b0c6016ec88c5539c7749cdfc965f2a6cbc9f4dc428aa96b1be5925ea13a4af0adf53bf9690d0d",
    delete:
      "4d281757dfe839326758755e4e5f2bf1b49c08e8e8c31578da16fdde0f166fd3dccf1227d475d3c668d1ba756837d8f3a49e616055492826e78664aa2e99be04",
    units: {
      cru: 0.0,
      sru: 0,
      hru: 0,
      mru: 0,
      ipv4u: 1,
    },
  },
  {
    name: "proxy",
    wire: {
      workload_type: 5,
      workload_id: 1,
      node_id: "gw1",
      pool_id: 1,
      customer_tid: 7,
      epoch: 1582937602,
      domain: "www.example.com",
      addr: "10.1.2.3",
      port: 80,
      port_tls: 443,
    },
    challenge: "1gw117PROXY1582937602www.example.com10.1.2.380443",
    sha256: "5b4ead48a56dada31bd35e1e0da1c906ae038c75bc97fa6808daa999596b66cc",
    customer:
      "6aa89646249a834c73c4169498ad26bea412a80d3687732f7472fb39c6deeeca88b0b0f27cdce04388907d478cb604cce77a798663c5d230f476c6798e2b9304",
    provision:
      "45cb87f44b8cb03f4451b6405d43f5ca7a166c46958bfbba1a4963f7993ef7a8aa25111c19d55766a6cdb134210d6dea4bfb2aecef7394db1916ccb249e67507",
    delete:
      "62bac8a57a5ee509ca653cc11db88dfd9c6efc3f9a64bfb62ebd97ab34acd655a1c7712dd6d9552b7aac4e7d0a1f8ca3ebf205bd7f61db381bbac9330cb86502",
    units: {
      cru: 0.0,
      sru: 0,
      hru: 0,
      mru: 0,
      ipv4u: 0,
    },
  },
  {
    name: "subdomain",
    wire: {
      workload_type: 7,
      workload_id: 1,
      node_id: "gw1",
      pool_id: 1,
      customer_tid: 7,
      epoch: 1582937602,
      domain: "user1.tfgw1.io",
      ips: ["1.2.3.4", "2001:DB8::1"],
    },
    challenge: "1gw117SUBDOMAIN1582937602user1.tfgw1.io1.2.3.42001:DB8::1",
    sha256: "0bde1c429176cc0e3f1e8f290a4003ff7595338552e5ff19cb8e9cfecb9127f9",
    customer:
      "86d626647be7f42fd665e3273576a0a20e4d434a00c53c29fa3bb4c80d0f4228b1403b2e1af19414e91e4b4608e1c2282c30762a45370c57e1196b03e0d6130d",
    provision:
      "d5a719e1064639fc9665e1bdebc35f3b5e1f9124784710526d1b87eb49bca14a8e146ba882c5a7edd51d53d701cee4103e4114965d744a20a2821c60640f0908",
    delete:
      "7607f7940109eddf627a4fc434d7f065db69a88de4698f625d6463b4a6e85fdebbcdfe409f4e284118a44e20258e3d97e114481d0a7728b62f5906a359d9d107",
    units: {
      cru: 0.0,
      sru: 0,
      hru: 0,
      mru: 0,
      ipv4u: 0,
    },
  },
  {
    name: "epoch-zero",
    wire: {
      workload_type: 8,
      workload_id: 1,
      node_id: "gw1",
      pool_id: 1,
      customer_tid: 7,
      epoch: 0,
      domain: "d.com",
    },
    challenge: "1gw117DOMAIN_DELEGATE0d.com",
    sha256: "c2dd58df9b127d2fb18c24ce9afe4c3524576f8830e07be150e80f9c8fb578bb",
    customer:
      "a19ac089a51614aefa824b6cc62c0b6dc2fc14cd8556f8bddee25e2c1dbfee2f59016b3816ac161f29e7ad014ed969d128c2f52afcc2dbd777d7be0ebf985a08",
    provision:
      "c198b6504f5e56037b493b1f08c60437734024b1cdd6e7386f231df5dc5cbd2359251a8160243a22ffbfa883c4eec08e171a3f2a7f5810e194a6638635b32f02",
    delete:
      "df69aa5734fed58249942660016f7ff13240fe2beb62a373e69547f4aa4a756995663f2ac21496d6612f3f750d75aba3d286ba42a3d21e1665b7bdc3d154e80a",
    units: {
      cru: 0.0,
      sru: 0,
      hru: 0,
      mru: 0,
      ipv4u: 0,
    },
  },
];
