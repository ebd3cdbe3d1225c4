import { nodeAccess, type NodeName } from "../../lab/profiles/index.js";
import { labFolder } from "../../lab/state/folder.js";
import { NodeSession } from "./node-session.js";

const FOLDER = "/root/hand";
const ZONE = "hand.groundplan.test";
const KEY = "hmac-sha256:hand:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const DNS_PORT = 5300;

/** Routes and records made by hand on a node with a haproxy and a knot of its own, over one SSH connection. */
export class GatewayByHand {
  private constructor(private readonly session: NodeSession) {}

  /** Starts both programs, without a route or record. */
  static async open(lab: string, node: NodeName): Promise<GatewayByHand> {
    const session = await NodeSession.open(nodeAccess(labFolder(lab), node), "root");
    await session.say(`
PATH=$PATH:/usr/sbin:/sbin
mkdir -p ${FOLDER}/zones
cd ${FOLDER}
: >http.map
: >tls.map
cat >haproxy.cfg <<'END'
${HAPROXY}END
cat >knot.conf <<'END'
${KNOT}END
cat >zones/${ZONE}.zone <<'END'
${ZONE}. 3600 SOA ns.${ZONE}. hostmaster.${ZONE}. 1 3600 600 86400 600
${ZONE}. 3600 NS ns.${ZONE}.
ns.${ZONE}. 3600 A 127.0.0.1
END
haproxy -W -D -p ${FOLDER}/haproxy.pid -f ${FOLDER}/haproxy.cfg
knotd -d -c ${FOLDER}/knot.conf
until kdig @127.0.0.1 -p ${DNS_PORT} +short ${ZONE} SOA | grep -q hostmaster; do sleep 0.05; done`);
    return new GatewayByHand(session);
  }

  /** A script for each route, then one check and one reload. */
  async route(domains: readonly string[]): Promise<void> {
    for (const domain of domains) {
      await this.session.say(`
echo '${domain} 10.0.0.1 8080' >>${FOLDER}/http.map
echo '${domain} 10.0.0.1 8443' >>${FOLDER}/tls.map`);
    }
    await this.session.say(`
PATH=$PATH:/usr/sbin:/sbin
haproxy -c -q -f ${FOLDER}/haproxy.cfg
kill -USR2 "$(cat ${FOLDER}/haproxy.pid)"
until echo 'show map ${FOLDER}/http.map' | socat -t 5 - UNIX-CONNECT:${FOLDER}/haproxy.sock | grep -q ' ${domains.at(-1) ?? ""} '; do sleep 0.05; done`);
  }

  /** One update for each name, which must not be there; all of them in one run of nsupdate. */
  async name(names: readonly string[]): Promise<void> {
    const updates = names.map(
      (name) => `prereq nxdomain ${name}.${ZONE}
update add ${name}.${ZONE} 3600 A 10.0.0.1
update add __owner__.${name}.${ZONE} 600 TXT "by hand"
send`,
    );
    await this.session.say(`nsupdate -y ${KEY} <<'END'
server 127.0.0.1 ${DNS_PORT}
zone ${ZONE}
${updates.join("\n")}
END`);
  }

  /** Looks at all routes and at all names. @returns How many lines that were. */
  async look(names: readonly string[]): Promise<number> {
    const questions = names.flatMap((name) => [`${name}.${ZONE} A`, `__owner__.${name}.${ZONE} TXT`]);
    const seen = await this.session.say(`
for map in http tls; do
  echo "show map ${FOLDER}/$map.map" | socat -t 5 - UNIX-CONNECT:${FOLDER}/haproxy.sock
done
cat >${FOLDER}/questions <<'END'
${questions.join("\n")}
END
dig @127.0.0.1 -p ${DNS_PORT} +norecurse +tcp +keepopen +short -f ${FOLDER}/questions`);
    return seen.split("\n").filter((line) => line !== "").length;
  }

  async close(): Promise<void> {
    await this.session.say(`
kill "$(cat ${FOLDER}/haproxy.pid)" "$(cat ${FOLDER}/knot.pid)"
rm -rf ${FOLDER}`);
    this.session.close();
  }
}

const HAPROXY = `global
  stats socket ${FOLDER}/haproxy.sock mode 600
defaults
  timeout connect 5s
  timeout client 1h
  timeout server 1h
frontend http
  mode http
  bind :8080
  http-request set-var(txn.to) req.hdr(host),field(1,:),lower,map(${FOLDER}/http.map)
  http-request deny deny_status 404 unless { var(txn.to) -m found }
  http-request set-dst var(txn.to),field(1,' ')
  http-request set-dst-port var(txn.to),field(2,' ')
  default_backend http
backend http
  mode http
  server any 0.0.0.0:0
frontend tls
  mode tcp
  bind :8443
  tcp-request inspect-delay 5s
  tcp-request content set-var(sess.to) req.ssl_sni,lower,map(${FOLDER}/tls.map)
  tcp-request content set-dst var(sess.to),field(1,' ')
  tcp-request content set-dst-port var(sess.to),field(2,' ')
  tcp-request content accept if { req.ssl_hello_type 1 }
  default_backend tls
backend tls
  mode tcp
  server any 0.0.0.0:0
`;

const KNOT = `server:
  rundir: ${FOLDER}
  pidfile: ${FOLDER}/knot.pid
  listen: 127.0.0.1@${DNS_PORT}
database:
  storage: ${FOLDER}
key:
  - id: hand
    algorithm: hmac-sha256
    secret: ${KEY.split(":")[2] ?? ""}
acl:
  - id: hand
    key: hand
    action: update
zone:
  - domain: ${ZONE}
    storage: ${FOLDER}/zones
    file: ${ZONE}.zone
    acl: hand
`;
