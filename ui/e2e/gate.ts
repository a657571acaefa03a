import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be cut, as when the server or the network goes away. */
export interface Gate {
  /** Where the server is reached through it. */
  readonly url: string;
  /** Cuts what is open and refuses what comes, until it is opened. */
  cut(): void;
  open(): void;
  close(): Promise<void>;
}

export async function gateTo(server: URL): Promise<Gate> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const gate = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const behind = connect(Number(server.port), server.hostname);
    for (const [socket, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const cutAll = () => sockets.forEach((socket) => socket.destroy());
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      cutAll();
    },
    open() {
      isCut = false;
    },
    async close() {
      cutAll();
      await new Promise((resolve) => gate.close(resolve));
    },
  };
}
