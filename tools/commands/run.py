"""Start ConsultantPro on this machine and keep it up until Ctrl-C."""

import signal
import socket
from typing import TextIO

from tools import environment, first_steps, lock, machine, ports, say, servers
from tools.places import ROOT, logs, var
from tools.product import Product, wanted
from tools.state import State
from tools.trouble import Trouble

GIB_FOR_EACH_START = 0.2


def main(arguments: list[str]) -> int:
    port = ports.from_environment()
    wanted()
    # The lock comes first: two supervisors over one folder would each take the other's servers.
    with _only_one(port):
        for asked_to_stop in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked_to_stop, signal.default_int_handler)
        machine.check_system()
        machine.check_room(GIB_FOR_EACH_START, var())
        with ports.listen(port) as web, ports.listen(port + 1) as demo:
            environment.ensure("run")
            with servers.up(State(var())) as named:
                env = named | servers.development(port)
                first_steps.take(env)
                demo.close()
                _serve(Product(env, logs()), web, port)
    return 0


def _only_one(port: int) -> TextIO:
    try:
        return lock.take(var() / "run.lock", f"on port {port}")
    except lock.Busy as busy:
        raise Trouble(
            f"ConsultantPro runs already from {ROOT} ({busy.said}). Use that one, or stop it with Ctrl-C first."
        ) from busy


def _serve(product: Product, web: socket.socket, port: int) -> None:
    try:
        product.start_web(web)
        product.start_tasks()
        product.start_demo_page(port + 1)
        with say.step("Demo firms"):
            first_steps.manage(product.env, "demo")
        with say.step("Web, worker, scheduler"):
            product.wait_until_ready(f"http://127.0.0.1:{port}")
        _introduce(product.env["PUBLIC_URL"], port)
        product.watch()
    finally:
        say.line("\nStopping.")
        product.stop()


def _introduce(address: str, port: int) -> None:
    print(f"\nConsultantPro is at   {address}")
    host = "" if port == ports.DEFAULT else f"?host=http://localhost:{port}"
    print(f"A client's page       http://127.0.0.1:{port + 1}/{host}  (the chat in its corner is ours)")
    passwords = var() / "demo-passwords"
    if passwords.exists():
        print(f"Sign in as            (kept in {passwords})")
        for line in passwords.read_text().splitlines():
            print(f"  {line}")
    print(f"Logs                  {logs()}\nCtrl-C stops everything.", flush=True)
