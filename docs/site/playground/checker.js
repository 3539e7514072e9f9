// The page's side of the worker.
import { learn, t, tag } from "./strings.js";

const limit = 60; // seconds for one request

export class Checker {
  // on has ready, progress(got, total), warming, kept, stopped(why) and failed(why).
  constructor(on) {
    this.on = on;
    this.waiting = new Map();
    this.next = 1;
    this.begin();
  }

  begin() {
    this.worker = new Worker("worker.js");
    this.worker.onmessage = ({ data }) => this.heard(data);
    this.worker.onerror = (e) => {
      e.preventDefault?.();
      this.stop(t("ended"));
    };
  }

  heard(m) {
    if (m.id) {
      const w = this.waiting.get(m.id);
      if (!w) return;
      this.waiting.delete(m.id);
      clearTimeout(w.timer);
      learn(m.said);
      if (m.answer.error) w.reject(new Error(m.answer.error));
      else w.resolve({ ...m, result: m.answer });
    } else if (m.progress) this.on.progress(m.progress, m.total);
    else if (m.warming) this.on.warming();
    else if (m.kept) this.on.kept();
    else if (m.ready) this.on.ready();
    else if (m.failed) this.on.failed(m.failed);
    else if (m.gone) this.stop(t("ended"));
  }

  // ask sends a request; blobs are the contents that go with it.
  ask(request, blobs = []) {
    return new Promise((resolve, reject) => {
      const id = this.next++;
      const timer = setTimeout(() => this.stop(t("slow", limit)), limit * 1000);
      this.waiting.set(id, { resolve, reject, timer });
      this.worker.postMessage({ id, request: { ...request, lang: tag() }, blobs });
    });
  }

  // stop ends a worker that failed or hangs, and starts another.
  stop(why) {
    this.worker.terminate();
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const w of waiting) {
      clearTimeout(w.timer);
      w.reject(Object.assign(new Error(why), { stopped: true }));
    }
    this.begin();
    this.on.stopped(why);
  }
}
