import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { test } from "node:test";

import { archive, download } from "../src/download";

const say = (text: string, ...values: (string | number)[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)]));
const sum0 = "0".repeat(64);

test("the archives are those of the release's list", () => {
  const list = `${sum0}  difylint_1.2.3-rc.1_linux_amd64.spdx.json\n${sum0}  difylint_1.2.3-rc.1_linux_amd64.tar.gz\r\n${sum0}  difylint_1.2.3-rc.1_windows_arm64.zip\n`;
  assert.deepEqual(archive(list, "linux", "x64"), { name: "difylint_1.2.3-rc.1_linux_amd64.tar.gz", version: "1.2.3-rc.1", checksum: sum0 });
  assert.equal(archive(list, "win32", "arm64")?.name, "difylint_1.2.3-rc.1_windows_arm64.zip");
  for (const [platform, processor] of [["darwin", "arm64"], ["freebsd", "x64"], ["linux", "riscv64"]]) assert.equal(archive(list, platform, processor), undefined);
});

test("what is downloaded is what was released", async () => {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "difylint-"));
  const name = "difylint_1.2.3_linux_amd64.tar.gz";
  fs.writeFileSync(path.join(work, "difylint"), "program", { mode: 0o755 });
  execFileSync("tar", ["-czf", name, "difylint"], { cwd: work });
  const data = fs.readFileSync(path.join(work, name));
  const sum = crypto.createHash("sha256").update(data).digest("hex");
  let sent = data;
  const server = http.createServer((request, response) => {
    response.statusCode = request.url === `/v1.2.3/${name}` ? 200 : 404;
    response.end(sent);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const get = (checksums: string, folder: string) => download(path.join(work, folder), checksums, say, "linux", "x64", from);
  try {
    await get(`${sum0}  other\n${sum}  ${name}\n`, "good");
    const program = path.join(work, "good", "difylint");
    assert.equal(fs.readFileSync(program, "utf8"), "program");
    assert.notEqual(fs.statSync(program).mode & 0o100, 0);
    assert.deepEqual(fs.readdirSync(path.join(work, "good")), ["difylint"]);
    await assert.rejects(get("", "bad"), /no difylint for linux on x64/);
    await assert.rejects(get(`${sum}  difylint_1.2.4_linux_amd64.tar.gz\n`, "bad"), /cannot be downloaded: 404/);
    sent = Buffer.concat([data, Buffer.from("x")]);
    await assert.rejects(get(`${sum}  ${name}\n`, "bad"), /is not what was released/);
    assert.equal(fs.existsSync(path.join(work, "bad", "difylint")), false);
  } finally {
    server.close();
    fs.rmSync(work, { recursive: true });
  }
});
