"""What docker-py is asked to do at DOCKER_HOST. Prints one JSON object: what each flow saw, made plain."""

import io
import json
import re
import sys
import tarfile
import threading
import traceback

import docker
import docker.errors

client = docker.from_env()
flows = {}


def flow(function):
    flows[function.__name__] = function
    return function


def refused(call):
    """The class of the error that a call raises, its status and its sentence."""
    try:
        call()
    except docker.errors.APIError as error:
        return [type(error).__name__, error.response.status_code, error.explanation]
    except docker.errors.DockerException as error:
        return [type(error).__name__, str(error)]
    return "not refused"


def keys(value):
    return sorted(value) if isinstance(value, dict) else type(value).__name__


@flow
def ping_and_version():
    version = client.version()
    return [client.ping(), version["ApiVersion"], version["Os"], sorted(version), sorted(client.info())]


@flow
def images():
    image = client.images.get("busybox")
    image.tag("docker-py", "flow")
    tagged = client.images.get("docker-py:flow")
    seen = [
        "busybox:latest" in image.tags,
        tagged.id == image.id,
        [each.id == image.id for each in client.images.list("docker-py")],
        sorted(tagged.attrs),
        sorted(tagged.history()[0]),
    ]
    client.images.remove("docker-py:flow")
    seen.append(refused(lambda: client.images.get("docker-py:flow")))
    seen.append(refused(lambda: client.images.remove("nosuch:image")))
    return seen


@flow
def run_in_the_foreground():
    return [
        client.containers.run("busybox", "echo hello", remove=True).decode(),
        client.containers.run("busybox", ["sh", "-c", "echo out; echo err >&2"], remove=True, stderr=True).decode(),
        client.containers.run("busybox", "env", remove=True, environment={"A": "1"}, stdout=True).decode().split("\n")[1:],
    ]


@flow
def run_fails():
    seen = [
        refused(lambda: client.containers.run("nosuchimage:at-all", "true", remove=True)) != "not refused",
        refused(lambda: client.containers.run("busybox", "nosuchcommand", name="py-fails")),
    ]
    client.containers.get("py-fails").remove()
    try:
        client.containers.run("busybox", "sh -c 'echo bad >&2; exit 4'", name="py-fails", remove=True)
    except docker.errors.ContainerError as error:
        seen.append([error.exit_status, error.stderr.decode(), str(error)])
    return seen


@flow
def detached_with_logs():
    container = client.containers.run(
        "busybox", "sh -c 'for i in 1 2 3; do echo line $i; sleep 0.1; done'", detach=True, name="py-logs"
    )
    streamed = "".join(part.decode() for part in container.logs(stream=True))
    ended = container.wait()
    container.reload()
    seen = [
        streamed,
        ended,
        container.status,
        container.logs(tail=1).decode(),
        container.logs(stdout=False, stderr=True).decode(),
        len(container.logs(timestamps=True).decode().split("Z line")),
        container.name,
        container.attrs["State"]["ExitCode"],
    ]
    container.remove()
    seen.append(refused(lambda: container.reload()))
    return seen


@flow
def execs():
    container = client.containers.run("busybox", "sleep 1000", detach=True, name="py-exec")
    code, output = container.exec_run("sh -c 'echo out; exit 3'")
    _, split = container.exec_run(["sh", "-c", "echo out; echo err >&2"], demux=True)
    _, stream = container.exec_run("sh -c 'echo a; echo b'", stream=True)
    _, socket = container.exec_run("cat", stdin=True, socket=True)
    socket._sock.sendall(b"through\n")
    header = socket.read(8)
    seen = [
        [code, output.decode()],
        [part.decode() for part in split],
        b"".join(stream).decode(),
        [list(header), socket.read(header[7]).decode()],
        container.exec_run("env", environment=["X=1"]).output.decode().count("X=1"),
        container.exec_run("pwd", workdir="/tmp").output.decode(),
        container.exec_run("whoami", user="nobody").output.decode(),
        container.exec_run("nosuch").exit_code,
    ]
    socket.close()
    created = client.api.exec_create(container.id, "true")
    client.api.exec_start(created["Id"], detach=True)
    seen.append(sorted(client.api.exec_inspect(created["Id"])))
    container.kill()
    container.wait()
    seen.append(refused(lambda: container.exec_run("true")))
    container.remove()
    return seen


@flow
def attach_by_socket():
    container = client.containers.create("busybox", "cat", stdin_open=True, name="py-attach")
    socket = container.attach_socket(params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})
    container.start()
    socket._sock.sendall(b"typed\n")
    header = socket.read(8)
    seen = [list(header), socket.read(header[7]).decode()]
    socket.close()
    container.kill()
    container.remove()
    return seen


@flow
def life():
    container = client.containers.create("busybox", "sleep 1000", name="py-life", labels={"role": "py"})
    statuses = [container.status]

    def look():
        container.reload()
        statuses.append(container.status)

    container.start()
    look()
    container.pause()
    look()
    unpaused = refused(lambda: container.exec_run("true"))
    container.unpause()
    look()
    container.rename("py-renamed")
    look()
    top = container.top(ps_args="-o pid,args")
    stats = container.stats(stream=False)
    streamed = next(iter(container.stats(stream=True, decode=True)))
    container.update(cpu_shares=512)
    container.restart(timeout=0)
    look()
    container.stop(timeout=0)
    look()
    seen = [
        statuses,
        unpaused[2].replace(container.id, "<id>"),
        container.name,
        [top["Titles"], top["Processes"][0][1]],
        [sorted(stats), sorted(streamed)],
        container.attrs["HostConfig"]["CpuShares"],
        [each.name for each in client.containers.list(all=True, filters={"label": "role=py"})],
        client.containers.list(filters={"label": "role=py"}),
        refused(lambda: container.kill())[1],
        refused(lambda: client.containers.create("busybox", name="py-renamed"))[:2],
        sorted(container.diff() or []),
    ]
    container.remove(v=True)
    return seen


@flow
def events():
    seen = []
    stream = client.events(decode=True, filters={"label": "role=watched"})

    def watch():
        for event in stream:
            seen.append([event["Type"], event["Action"], sorted(event["Actor"]["Attributes"])])
            if event["Action"] == "destroy":
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    container = client.containers.create("busybox", "true", labels={"role": "watched"})
    container.start()
    container.wait()
    container.remove()
    watcher.join(10)
    stream.close()
    return seen


@flow
def networks():
    pool = docker.types.IPAMPool(subnet="10.93.0.0/24", gateway="10.93.0.1")
    network = client.networks.create("py-net", driver="bridge", ipam=docker.types.IPAMConfig(pool_configs=[pool]))
    container = client.containers.run("busybox", "sleep 1000", detach=True, name="py-member", network="py-net")
    other = client.containers.run("busybox", "sleep 1000", detach=True, name="py-other")
    network.connect(other, aliases=["friend"], ipv4_address="10.93.0.77")
    network.reload()
    seen = [
        sorted(each.name for each in network.containers),
        network.attrs["IPAM"],
        container.exec_run("ping -c 1 -W 2 friend").exit_code,
        [each.name for each in client.networks.list(names=["py-net"])],
        refused(network.remove)[:2],
        refused(lambda: client.networks.create("py-net", driver="nosuch")),
    ]
    network.disconnect(other)
    for each in (container, other):
        each.remove(force=True)
    network.remove()
    seen.append(refused(network.reload))
    return seen


@flow
def volumes():
    volume = client.volumes.create("py-volume", labels={"a": "b"})
    client.containers.run("busybox", "sh -c 'echo kept > /data/file'", remove=True, volumes={"py-volume": {"bind": "/data", "mode": "rw"}})
    read = client.containers.run("busybox", "cat /data/file", remove=True, volumes=["py-volume:/data:ro"])
    seen = [
        read.decode(),
        volume.attrs["Labels"],
        sorted(volume.attrs),
        [each.name for each in client.volumes.list(filters={"name": "py-volume"})],
    ]
    volume.remove()
    seen.append(refused(volume.reload))
    return seen


@flow
def archives():
    container = client.containers.create("busybox", "true", name="py-archive")
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        info = tarfile.TarInfo("put/file")
        info.size = 5
        info.mode = 0o640
        tar.addfile(info, io.BytesIO(b"bytes"))
    put = container.put_archive("/tmp", data.getvalue())
    chunks, stat = container.get_archive("/tmp/put/file")
    with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as tar:
        got = [[member.name, oct(member.mode), tar.extractfile(member).read().decode()] for member in tar]
    seen = [
        put,
        sorted(stat),
        [stat["name"], stat["size"]],
        got,
        refused(lambda: container.get_archive("/nosuch"))[:2],
        refused(lambda: container.put_archive("/nosuch", data.getvalue()))[:2],
    ]
    container.remove()
    return seen


@flow
def published_ports():
    container = client.containers.run("busybox", "sleep 1000", detach=True, name="py-ports", ports={"80/tcp": 18993, "53/udp": None})
    container.reload()
    ports = container.ports
    random = ports["53/udp"][0].pop("HostPort")
    ports["53/udp"][1].pop("HostPort")
    seen = [ports, random.isdigit()]
    container.remove(force=True)
    return seen


@flow
def mistakes():
    return [
        refused(lambda: client.containers.get("nosuch")),
        refused(lambda: client.containers.create("busybox", name="bad name")),
        refused(lambda: client.containers.create("busybox", mem_limit="1k")),
        refused(lambda: client.containers.list(filters={"nosuch": "x"})),
        refused(lambda: client.networks.get("nosuch")),
        refused(lambda: client.volumes.get("nosuch")),
        refused(lambda: client.api.inspect_image("nosuch")),
        refused(lambda: client.containers.prune(filters={"nosuch": "x"})),
    ]


def plain(text):
    """Ids and times, which differ from one daemon to the next."""
    text = re.sub(r"\b[0-9a-f]{64}\b", "<id>", text)
    return re.sub(r"\b[0-9a-f]{12}\b", "<short id>", text)


def attempt(function):
    try:
        return function()
    except Exception:
        return traceback.format_exc()


wanted = sys.argv[1:] or list(flows)
print(plain(json.dumps({name: attempt(flows[name]) for name in wanted})))
