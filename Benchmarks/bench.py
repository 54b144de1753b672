"""Berth beside docker-registry, in one run on one machine: CPU, requests, fsyncs, memory.

Times are of the server's process (user + system), since a shared machine makes seconds worthless. Everything listens on 127.0.0.1,
lies in one scratch folder, is bounded, and is gone at the end.

Environment: BERTH_BINARY; BERTH_BENCH_DISTRIBUTION names a binary of distribution v3, BERTH_BENCH_KUBE_APISERVER one of kube-apiserver
(it runs on an etcd of its own); BERTH_BENCH_ONLY picks sections by name.
"""

import concurrent.futures
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

MIB = 1 << 20
TICK = os.sysconf("SC_CLK_TCK")
BERTH = os.environ.get("BERTH_BINARY", ".build-release/release/berth")
ONLY = os.environ.get("BERTH_BENCH_ONLY")
KEY, SECRET = "benchkey", "bench-secret-key"


class Server:
    """A started process and its port."""

    running = []

    def __init__(self, scratch, name, command, environment, ready):
        self.name = name
        self.log = os.path.join(scratch, f"{name}-{time.monotonic_ns()}.log")
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "REGISTRY_", "MINIO_", "BERTH_"))}
        clean["OTEL_TRACES_EXPORTER"] = "none"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(command, env={**clean, **environment}, stdout=log, stderr=log)
        Server.running.append(self)
        deadline = time.monotonic() + 30
        while True:
            found = re.search(ready, self.output())
            if found:
                self.port = int(found.group(1))
                return
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{name} did not start: {self.output()[-2000:]}")
            time.sleep(0.005)

    def output(self):
        with open(self.log, errors="replace") as log:
            return log.read()

    def pids(self):
        """The process and its children."""
        pids = [self.process.pid]
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{task}/children") as children:
                pids += [int(pid) for pid in children.read().split()]
        return pids

    def cpu(self):
        """CPU seconds used so far."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def reset_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as refs:
            refs.write("5")

    def memory(self, field="VmHWM"):
        """MiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(field + r":\s+(\d+)", status.read()).group(1)) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(25)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


BERTH_READY = r'"{}":"https?://127\.0\.0\.1:(\d+)"'


def configuration(scratch, storage):
    path = os.path.join(scratch, f"config-{time.monotonic_ns()}.yml")
    with open(path, "w") as file:
        file.write(
            f"version: 0.1\nlog: {{level: info, accesslog: {{disabled: true}}}}\nstorage:\n{storage}"
            "  delete: {enabled: true}\n  redirect: {disable: true}\n  maintenance: {uploadpurging: {enabled: false}}\n"
            "http: {addr: '127.0.0.1:0', secret: bench}\n"
        )
    return path


def registry(scratch, kind, storage):
    if kind == "berth":
        # errors only: the access log costs, and the peers' is off too
        return Server(scratch, "berth", [BERTH, "registry", "--config", configuration(scratch, storage), "--log-level", "error"],
                      {}, BERTH_READY.format("registry"))
    program = os.environ["BERTH_BENCH_DISTRIBUTION"] if kind == "v3" else "docker-registry"
    return Server(scratch, kind, [program, "serve", configuration(scratch, storage)], {}, r"listening on 127\.0\.0\.1:(\d+)")


def folder_storage(scratch, name):
    return f"  filesystem: {{rootdirectory: {os.path.join(scratch, name)}}}\n"


def bucket_storage(store):
    return (f"  s3: {{accesskey: {KEY}, secretkey: {SECRET}, region: us-east-1, bucket: bench, secure: false, encrypt: false, forcepathstyle: true,\n"
            f"    regionendpoint: 'http://127.0.0.1:{store.port}'}}\n")


def object_store(scratch, name, level="error"):
    policy = os.path.join(scratch, "provision.json")
    with open(policy, "w") as file:
        json.dump({"buckets": ["bench"], "policies": {}, "users": []}, file)
    return Server(scratch, "object-store",
                  [BERTH, "object-store", os.path.join(scratch, name), "--port", "0", "--log-level", level, "--log-format", "json",
                   "--set", f"provision={policy}"],
                  {"MINIO_ROOT_USER": KEY, "MINIO_ROOT_PASSWORD": SECRET}, BERTH_READY.format("object-store"))


class Client:
    """One kept connection to a registry."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def call(self, method, target, body=None, headers={}, expect=None, sink=None):
        self.connection.request(method, target, body=body, headers=headers)
        answer = self.connection.getresponse()
        if sink is None:
            content = answer.read()
        else:
            content = b""
            while answer.readinto(sink):
                pass
        if expect and answer.status != expect:
            raise RuntimeError(f"{method} {target}: {answer.status} {content[:300]}")
        return answer, content

    def location(self, answer):
        location = answer.headers["Location"]
        return re.sub(r"^https?://[^/]+", "", location)

    def begin(self, repository):
        answer, _ = self.call("POST", f"/v2/{repository}/blobs/uploads/", b"", expect=202)
        return self.location(answer)

    def finish(self, target, digest, body=b""):
        mark = "&" if "?" in target else "?"
        self.call("PUT", f"{target}{mark}digest={digest}", body, {"Content-Type": "application/octet-stream"}, expect=201)

    def push(self, repository, body, digest=None):
        self.finish(self.begin(repository), digest or digest_of(body), body)

    def push_chunks(self, repository, body, size):
        target = self.begin(repository)
        for start in range(0, len(body), size):
            chunk = body[start:start + size]
            answer, _ = self.call("PATCH", target, chunk, {
                "Content-Range": f"{start}-{start + len(chunk) - 1}", "Content-Type": "application/octet-stream"}, expect=202)
            target = self.location(answer)
        self.finish(target, digest_of(body))

    def push_manifest(self, repository, tag, manifest):
        self.call("PUT", f"/v2/{repository}/manifests/{tag}", manifest, {"Content-Type": MANIFEST}, expect=201)


MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def digest_of(body):
    return "sha256:" + hashlib.sha256(body).hexdigest()


def manifest_of(layer, config):
    def descriptor(body, kind):
        return {"mediaType": kind, "digest": digest_of(body), "size": len(body)}
    return json.dumps({
        "schemaVersion": 2, "mediaType": MANIFEST, "config": descriptor(config, "application/vnd.oci.image.config.v1+json"),
        "layers": [descriptor(layer, "application/vnd.oci.image.layer.v1.tar")]}).encode()


RESULTS = []


def note(section, what, who, value, unit):
    RESULTS.append({"section": section, "what": what, "who": who, "value": value, "unit": unit})
    print(f"  {what:<46} {who:<22} {value:>10.2f} {unit}", flush=True)


def peers():
    kinds = ["berth"]
    if shutil.which("docker-registry"):
        kinds.append("2.8.2")
    if os.environ.get("BERTH_BENCH_DISTRIBUTION"):
        kinds.append("v3")
    return kinds


def throughput(scratch):
    """CPU seconds per GiB, pushing and pulling large blobs."""
    bodies = [os.urandom(64 * MIB) for _ in range(4)]
    sink = bytearray(MIB)
    setups = [(kind, "folder") for kind in peers()] + [("berth", "bucket")]
    for kind, backend in setups:
        store = object_store(scratch, "tp-objects") if backend == "bucket" else None
        storage = bucket_storage(store) if store else folder_storage(scratch, f"tp-{kind}")
        server = registry(scratch, kind, storage)
        servers = [server] + ([store] if store else [])
        client = Client(server)
        client.push("warm/up", b"x" * 4096)
        gib = sum(map(len, bodies)) / (1 << 30)
        before = [s.cpu() for s in servers]
        for body in bodies:
            client.push("bench/large", body)
        used = [s.cpu() - b for s, b in zip(servers, before)]
        who = kind + (" on a bucket" if store else "")
        note("throughput", "push, CPU s per GiB", who, sum(used) / gib, "s/GiB" + (f" (registry {used[0] / gib:.2f})" if store else ""))
        before = [s.cpu() for s in servers]
        for _ in range(2):
            for body in bodies:
                client.call("GET", f"/v2/bench/large/blobs/{digest_of(body)}", expect=200, sink=sink)
        used = [s.cpu() - b for s, b in zip(servers, before)]
        note("throughput", "pull, CPU s per GiB", who, sum(used) / gib / 2, "s/GiB")
        for s in servers:
            s.stop()
    nginx(scratch, bodies[0], sink)
    for name in os.listdir(scratch):
        if name.startswith("tp-"):
            shutil.rmtree(os.path.join(scratch, name))


def nginx(scratch, body, sink):
    """The floor: sendfile by a server that does nothing else; only where it is installed."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not program:
        return
    root = os.path.join(scratch, "tp-nginx")
    os.makedirs(root)
    os.chmod(scratch, 0o755)
    with open(os.path.join(root, "blob"), "wb") as file:
        file.write(body)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = os.path.join(root, "nginx.conf")
    with open(path, "w") as file:
        file.write(f"daemon off; master_process off; pid {root}/pid; error_log stderr;\nevents {{}}\n"
                   f"http {{ access_log off; sendfile on; server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n")
    process = subprocess.Popen([program, "-c", path, "-p", root], stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    server = Server.__new__(Server)
    server.process, server.port = process, port
    client = Client(server)
    client.call("GET", "/blob", expect=200, sink=sink)
    before = server.cpu()
    for _ in range(16):
        client.call("GET", "/blob", expect=200, sink=sink)
    note("throughput", "pull, CPU s per GiB", "nginx (sendfile)", (server.cpu() - before) / (16 * len(body) / (1 << 30)), "s/GiB")
    process.terminate()
    process.wait()


def hammer(server, target, seconds=4, connections=8):
    """Requests on kept connections for some seconds; answers their number, from wrk where it is there."""
    if shutil.which("wrk"):
        output = subprocess.run(
            ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "-H", f"Accept: {MANIFEST}", f"http://127.0.0.1:{server.port}{target}"],
            capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in output:
            raise RuntimeError(output)
        return int(re.search(r"(\d+) requests in", output).group(1))
    end = time.monotonic() + seconds
    count = [0] * connections

    def worker(index):
        client = Client(server)
        while time.monotonic() < end:
            client.call("GET", target, headers={"Accept": MANIFEST}, expect=200)
            count[index] += 1
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        list(pool.map(worker, range(connections)))
    return sum(count)


def small(scratch):
    """CPU microseconds a request, for a 4 KiB blob and a manifest."""
    blob, config = os.urandom(4096), b"{}"
    manifest = manifest_of(blob, config)
    for kind, backend in [(kind, "folder") for kind in peers()] + [("berth", "bucket")]:
        store = object_store(scratch, "sm-objects") if backend == "bucket" else None
        server = registry(scratch, kind, bucket_storage(store) if store else folder_storage(scratch, f"sm-{kind}"))
        servers = [server] + ([store] if store else [])
        client = Client(server)
        client.push("bench/small", blob)
        client.push("bench/small", config)
        client.push_manifest("bench/small", "latest", manifest)
        who = kind + (" on a bucket" if store else "")
        for what, target in [
            ("GET of a 4 KiB blob", f"/v2/bench/small/blobs/{digest_of(blob)}"),
            ("GET of a manifest by digest", f"/v2/bench/small/manifests/{digest_of(manifest)}"),
            ("GET of a manifest by tag", "/v2/bench/small/manifests/latest"),
        ]:
            hammer(server, target, 1)
            before = sum(s.cpu() for s in servers)
            began = time.monotonic()
            count = hammer(server, target)
            note("small", what, who, (sum(s.cpu() for s in servers) - before) / count * 1e6,
                 f"µs CPU ({count / (time.monotonic() - began):.0f}/s)")
        for s in servers:
            s.stop()


def requests(scratch):
    """S3 requests an operation, counted in the object store's access log."""
    for kind in peers():
        store = object_store(scratch, f"rq-{kind}", level="info")
        server = registry(scratch, kind, bucket_storage(store))
        client = Client(server)

        def count():
            time.sleep(0.3)
            return sum('"message":"response completed"' in line for line in store.output().splitlines())

        def measure(what, action):
            before = count()
            action()
            note("requests", what, kind, count() - before, "S3 requests")
        client.push("warm/up", os.urandom(100))
        layer, config = os.urandom(MIB), os.urandom(300)
        manifest = manifest_of(layer, config)
        measure("layer of 1 MiB (POST, PUT)", lambda: client.push("bench/layer", layer))
        large = os.urandom(64 * MIB)
        measure("layer of 64 MiB in 13 PATCHes", lambda: client.push_chunks("bench/layer", large, 5 * MIB))
        if shutil.which("skopeo"):
            layout = os.path.join(scratch, "layout")
            write_layout(layout, os.urandom(200_000))
            measure("image of one layer, by skopeo", lambda: subprocess.run(
                ["skopeo", "--insecure-policy", "copy", "-q", "--dest-tls-verify=false", f"oci:{layout}:latest",
                 f"docker://127.0.0.1:{server.port}/bench/image:{kind.replace('.', '-')}"], check=True))
            shutil.rmtree(layout)
        client.push("bench/tags", layer)
        client.push("bench/tags", config)
        for tag in range(30):
            client.push_manifest("bench/tags", f"v{tag}", manifest)
        server.stop()
        server = registry(scratch, kind, bucket_storage(store))
        client = Client(server)
        for temperature in ("cold", "warm"):
            measure(f"GET of a blob, {temperature}",
                    lambda: client.call("GET", f"/v2/bench/layer/blobs/{digest_of(layer)}", expect=200))
        for temperature in ("cold", "warm"):
            measure(f"GET of a manifest by tag, {temperature}",
                    lambda: client.call("GET", "/v2/bench/tags/manifests/v1", headers={"Accept": MANIFEST}, expect=200))
        measure("DELETE of a manifest with 30 tags",
                lambda: client.call("DELETE", f"/v2/bench/tags/manifests/{digest_of(manifest)}", expect=202))
        server.stop()
        store.stop()


def write_layout(path, layer):
    blobs = os.path.join(path, "blobs", "sha256")
    os.makedirs(blobs)
    config = json.dumps({"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": [digest_of(layer)]}}).encode()
    manifest = manifest_of(layer, config)
    for content in (layer, config, manifest):
        with open(os.path.join(blobs, digest_of(content)[7:]), "wb") as file:
            file.write(content)
    with open(os.path.join(path, "oci-layout"), "w") as file:
        file.write('{"imageLayoutVersion":"1.0.0"}')
    with open(os.path.join(path, "index.json"), "w") as file:
        json.dump({"schemaVersion": 2, "manifests": [{
            "mediaType": MANIFEST, "digest": digest_of(manifest), "size": len(manifest),
            "annotations": {"org.opencontainers.image.ref.name": "latest"}}]}, file)


def fsyncs(scratch):
    """fsync and fdatasync calls for a pushed layer, by strace."""
    if not shutil.which("strace"):
        print("  (strace is not installed)")
        return
    for kind, backend in [(kind, "folder") for kind in peers()] + [("berth", "bucket")]:
        store = object_store(scratch, "fs-objects") if backend == "bucket" else None
        server = registry(scratch, kind, bucket_storage(store) if store else folder_storage(scratch, f"fs-{kind}"))
        client = Client(server)
        client.push("bench/sync", os.urandom(1000))
        trace = os.path.join(scratch, "trace")
        attach = [argument for s in [server] + ([store] if store else []) for argument in ("-p", str(s.process.pid))]
        tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", trace, "-e", "trace=fsync,fdatasync,sync_file_range,syncfs,msync"] + attach,
                                  stderr=subprocess.DEVNULL)
        time.sleep(1)
        layers = 10
        for _ in range(layers):
            client.push("bench/sync", os.urandom(MIB))
        time.sleep(0.2)
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
        with open(trace) as file:
            calls = len(re.findall(r"(?:fsync|fdatasync|syncfs|msync)\(", file.read()))
        note("fsyncs", "fsyncs a layer of 1 MiB", kind + (" on a bucket" if store else ""), calls / layers, "calls")
        os.unlink(trace)
        server.stop()
        if store:
            store.stop()


def memory(scratch):
    """Peak memory with many large transfers at once."""
    for size, connections in ((256, 16), (64, 64)):
        body = os.urandom(size * MIB)
        digest = digest_of(body)
        for kind, backend in [(kind, "folder") for kind in peers()] + [("berth", "bucket")]:
            store = object_store(scratch, "mm-objects") if backend == "bucket" else None
            server = registry(scratch, kind, bucket_storage(store) if store else folder_storage(scratch, f"mm-{kind}"))
            servers = [server] + ([store] if store else [])
            Client(server).push("bench/first", body, digest)

            def upload(index):
                Client(server).push(f"bench/up{index}", body, digest)

            def download(_):
                Client(server).call("GET", f"/v2/bench/first/blobs/{digest}", expect=200, sink=bytearray(256 << 10))
            for what, action in (("uploads", upload), ("downloads", download)):
                for s in servers:
                    s.reset_peak()
                with concurrent.futures.ThreadPoolExecutor(connections) as pool:
                    list(pool.map(action, range(connections)))
                for s in servers:
                    who = kind if not store else ("berth on a bucket" if s is server else "its object store")
                    note("memory", f"peak RSS, {connections} {what} of {size} MiB", who, s.memory(), "MiB")
            for s in servers:
                s.stop()
            for name in os.listdir(scratch):
                if name.startswith("mm-"):
                    shutil.rmtree(os.path.join(scratch, name))


def idle(scratch):
    """Start-up time and idle memory of everything together."""
    data = os.path.join(scratch, "up")
    for start in ("first", "second"):
        began = time.monotonic()
        whole = Server(scratch, "up", [BERTH, "up", "--data", data, "--port", "0", "--output", "json"], {"HOME": scratch},
                       BERTH_READY.format("registry"))
        note("idle", f"'berth up' until it serves, {start} start", "berth", time.monotonic() - began, "s")
        if start == "second":
            time.sleep(2)
            total = 0
            for pid in whole.pids():
                with open(f"/proc/{pid}/smaps_rollup") as rollup:
                    total += int(re.search(r"Pss:\s+(\d+)", rollup.read()).group(1)) / 1024
            note("idle", "memory of the whole tree (PSS)", "berth", total, "MiB")
        whole.stop()


def etcd(scratch):
    """An etcd on a fresh folder; nil where there is none."""
    if not shutil.which("etcd"):
        return None
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        port, peer = one.getsockname()[1], two.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = ["etcd", "--data-dir", os.path.join(scratch, f"api-etcd-{port}"), "--listen-client-urls", url, "--advertise-client-urls", url,
               "--listen-peer-urls", f"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}",
               "--initial-cluster", f"default=http://127.0.0.1:{peer}"]
    return Server(scratch, "etcd", command, {}, r"serving insecure client requests on 127\.0\.0\.1:(\d+)")


class API:
    """One kept connection to an API server, as its administrator."""

    def __init__(self, server, pki):
        context = ssl.create_default_context(cafile=os.path.join(pki, "ca.crt"))
        context.load_cert_chain(os.path.join(pki, "clients", "admin.crt"), os.path.join(pki, "clients", "admin.key"))
        self.connection = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=120, context=context)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def call(self, method, target, body=None, expect=(200, 201), accept="application/json", type="application/json"):
        self.connection.request(method, target, body, {"Accept": accept, "Content-Type": type})
        response = self.connection.getresponse()
        content = response.read()
        if response.status not in expect:
            raise RuntimeError(f"{method} {target}: {response.status} {content[:300]}")
        return content


class APIServer:
    """An API server with the etcd below it, if it needs one: together they are what a request costs."""

    def __init__(self, scratch, kind, pki):
        self.scratch, self.kind, self.pki = scratch, kind, pki
        self.below = None if kind == "sqlite" else etcd(scratch)
        self.start()

    def command(self):
        serving, key = os.path.join(self.pki, "serving.crt"), os.path.join(self.pki, "serving.key")
        clients, store = os.path.join(self.pki, "clients", "ca.crt"), f"http://127.0.0.1:{self.below.port}" if self.below else None
        if self.kind != "kube":
            return [BERTH, "api-server", os.path.join(self.scratch, f"api-{self.kind}"), "--port", "0", "--log-level", "error",
                    "--tls-certificate", serving, "--tls-key", key, "--client-ca-file", clients] + (["--etcd-servers", store] if store else [])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        return [os.environ["BERTH_BENCH_KUBE_APISERVER"], "--etcd-servers", store, "--secure-port", str(port), "--bind-address", "127.0.0.1",
                "--advertise-address", "127.0.0.1", "--endpoint-reconciler-type", "none", "--authorization-mode", "RBAC",
                "--disable-admission-plugins", "ServiceAccount", "--tls-cert-file", serving, "--tls-private-key-file", key,
                "--client-ca-file", clients, "--service-account-issuer", "https://kubernetes.default.svc",
                "--service-account-key-file", serving, "--service-account-signing-key-file", key,
                "--cert-dir", self.scratch]

    def start(self):
        """Starts the server, or starts it again; seconds until it says that it is ready."""
        began = time.monotonic()
        ready = r"Serving securely on 127\.0\.0\.1:(\d+)" if self.kind == "kube" else BERTH_READY.format("api-server")
        self.server = Server(self.scratch, "api-server", self.command(), {"HOME": self.scratch}, ready)
        self.port = self.server.port
        while self.client().call("GET", "/readyz", expect=(200, 403, 500), accept="*/*") != b"ok":
            time.sleep(0.02)
        self.seconds = time.monotonic() - began
        # kube-apiserver makes it after it says that it is ready
        while b'"Active"' not in self.client().call("GET", "/api/v1/namespaces/default", expect=(200, 404)):
            time.sleep(0.02)

    def client(self):
        return API(self, self.pki)

    def cpu(self):
        return self.server.cpu() + (self.below.cpu() if self.below else 0)

    def reset_peak(self):
        for server in filter(None, (self.server, self.below)):
            server.reset_peak()

    def memory(self, field="VmHWM"):
        return self.server.memory(field)

    def stop(self):
        self.server.stop()
        if self.below:
            self.below.stop()


def watchers(server, target, count, events, change):
    """CPU seconds while `count` watches receive `events` changes each."""
    connections = []
    for _ in range(count):
        api = server.client()
        api.connection.request("GET", target)
        connections.append(api.connection.getresponse())
    received = [0] * count

    def follow(index):
        while received[index] < events:
            line = connections[index].readline()
            if not line:
                return
            received[index] += b'"MODIFIED"' in line[:40]
    threads = [threading.Thread(target=follow, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    before = server.cpu()
    change()
    for thread in threads:
        thread.join(60)
    used = server.cpu() - before
    if min(received) < events:
        raise RuntimeError(f"a watch saw only {min(received)} of {events} changes")
    return used


def api(scratch):
    """10,000 objects of 3 KiB in the API server, in SQLite and in etcd, beside kube-apiserver; CPU includes that of etcd."""
    data = os.path.join(scratch, "api-up")
    up = Server(scratch, "up", [BERTH, "up", "--bare", "--data", data, "--port", "0", "--output", "json"], {"HOME": scratch},
                BERTH_READY.format("oauth-server"))
    time.sleep(2)
    for name in ("api-server", "oauth-server"):
        with open(os.path.join(data, "run", f"{name}.pid")) as file, open(f"/proc/{int(file.read())}/smaps_rollup") as rollup:
            note("api", "idle memory (PSS)", name, int(re.search(r"Pss:\s+(\d+)", rollup.read()).group(1)) / 1024, "MiB")
    up.stop()
    kinds = ["sqlite"]
    if shutil.which("etcd"):
        kinds += ["etcd"] + (["kube"] if os.environ.get("BERTH_BENCH_KUBE_APISERVER") else [])
    for kind in kinds:
        server = APIServer(scratch, kind, os.path.join(data, "pki"))
        note("api", "start on nothing", kind, server.seconds, "s")
        api_requests(server)
        server.server.stop()
        server.start()
        note("api", "start on 10,000 objects", kind, server.seconds, "s")
        note("api", "start on 10,000 objects, CPU", kind, server.server.cpu(), "s")
        time.sleep(2)
        note("api", "idle memory with 10,000 objects (RSS)", kind, server.memory("VmRSS"), "MiB")
        if server.below:
            note("api", "idle memory of its etcd (RSS)", kind, server.below.memory("VmRSS"), "MiB")
        server.stop()


def api_requests(server):
    """What requests cost a server with 10,000 objects."""
    kind, path, count, width = server.kind, "/api/v1/namespaces/default/configmaps", 10_000, 8
    latencies = []

    def create(worker):
        client = server.client()
        for index in range(worker, count, width):
            body = json.dumps({"metadata": {"name": f"m{index:05}"}, "data": {"k": f"{index:05}" + "x" * 2900}})
            sent = time.monotonic()
            client.call("POST", path, body)
            latencies.append(time.monotonic() - sent)
    before, began = server.cpu(), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(width) as pool:
        list(pool.map(create, range(width)))
    note("api", "create, CPU", kind, (server.cpu() - before) / count * 1e6, "µs")
    note("api", "create, 8 connections", kind, count / (time.monotonic() - began), "a second")
    latencies.sort()
    note("api", "create, median latency", kind, latencies[count // 2] * 1000, "ms")
    note("api", "create, 99th percentile", kind, latencies[count * 99 // 100] * 1000, "ms")
    client = server.client()
    before = server.cpu()
    for index in range(2000):
        client.call("GET", f"{path}/m{index:05}")
    note("api", "get, CPU", kind, (server.cpu() - before) / 2000 * 1e6, "µs")
    before, began = server.cpu(), time.monotonic()
    size = len(client.call("GET", path))
    note("api", f"list of all ({size / MIB:.0f} MiB), CPU", kind, server.cpu() - before, "s")
    note("api", "list of all", kind, time.monotonic() - began, "s")
    before = server.cpu()
    token = ""
    while True:
        page = json.loads(client.call("GET", f"{path}?limit=500" + (f"&continue={token}" if token else "")))
        token = page["metadata"].get("continue", "")
        if not token:
            break
    note("api", "list of all in pages of 500, CPU", kind, server.cpu() - before, "s")
    before = server.cpu()
    client.call("GET", path, accept="application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
    note("api", "table of all, CPU", kind, server.cpu() - before, "s")
    server.reset_peak()
    before = server.cpu()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: server.client().call("GET", path), range(8)))
    note("api", "8 lists of all at once, CPU", kind, server.cpu() - before, "s")
    note("api", "peak RSS, 8 lists of all at once", kind, server.memory(), "MiB")

    def change():
        for index in range(200):
            client.call("PATCH", f"{path}/m{index:05}", json.dumps({"metadata": {"labels": {"n": str(time.monotonic_ns())}}}),
                        type="application/merge-patch+json")
    alone = server.cpu()
    change()
    alone = server.cpu() - alone
    note("api", "patch, CPU", kind, alone / 200 * 1e6, "µs")
    version = json.loads(client.call("GET", f"{path}?limit=1"))["metadata"]["resourceVersion"]
    server.reset_peak()
    used = watchers(server, f"{path}?watch=true&resourceVersion={version}", 100, 200, change)
    note("api", "an event to one of 100 watches, CPU", kind, max(0, used - alone) / 20_000 * 1e6, "µs")
    note("api", "peak RSS, 100 watches", kind, server.memory(), "MiB")


SECTIONS = {"throughput": throughput, "small": small, "requests": requests, "fsyncs": fsyncs, "memory": memory, "idle": idle, "api": api}


def main():
    scratch = tempfile.mkdtemp(prefix="berth-bench-")
    target = sys.argv[1] if len(sys.argv) > 1 else os.path.join(".build", "bench.json")
    try:
        for name, section in SECTIONS.items():
            if ONLY and name not in ONLY.split(","):
                continue
            print(f"{name}: {section.__doc__}", flush=True)
            section(scratch)
    finally:
        for server in Server.running:
            if server.process.poll() is None:
                server.stop()
        shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
    with open(target, "w") as file:
        json.dump(RESULTS, file, indent=1, ensure_ascii=False)
    print(f"written to {target}")


if __name__ == "__main__":
    main()
