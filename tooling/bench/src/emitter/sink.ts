import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

/**
 * A receiver in a process of its own that costs as little as one can: it finds the ends of requests and answers 204. Its port is
 * the one line that it prints.
 */
const answer = "HTTP/1.1 204 No Content\r\n\r\n";

const server = createServer((socket) => {
  let rest = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let answers = "";
    for (;;) {
      const end = rest.indexOf("\r\n\r\n");
      if (end < 0) break;
      const head = rest.toString("latin1", 0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (rest.length < end + 4 + length) break;
      rest = rest.subarray(end + 4 + length);
      answers += answer;
    }
    if (answers !== "") socket.write(answers);
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log((server.address() as AddressInfo).port);
});
// It ends with the process that started it.
process.stdin.resume().on("end", () => process.exit(0));
