import { describe, expect, it } from "vitest";
import { order, quiet, startInbox, storeKinds, until } from "./world.test-helpers.ts";

for (const { kind, absent, address } of storeKinds) {
  const reason = absent === undefined ? "" : ` (${absent})`;
  describe.skipIf(absent)(`an inbox on ${kind}:${reason}`, () => {
    const start = (
      handle: Parameters<typeof startInbox>[0],
      options: Parameters<typeof startInbox>[1] = {},
    ) => startInbox(handle, { store: address(), ...options });

    it("acknowledges what it has stored, and has it handled", async () => {
      const handled: number[] = [];
      const { box } = start((total) => void handled.push(total));
      const { status, body } = await box.handle(order(12));
      expect([status, body]).toEqual([200, "{}"]);
      await quiet(box);
      expect(handled).toEqual([12]);
      const { items } = await box.list();
      expect(items).toEqual([
        {
          id: expect.stringMatching(/^req_[0-9a-z]+$/),
          topic: "order.paid",
          group: null,
          state: "handled",
          reason: null,
          attempts: 1,
          receivedAt: expect.any(Number),
          nextAt: null,
          settledAt: expect.any(Number),
        },
      ]);
    });

    it("stores nothing of a request whose signature does not match", async () => {
      const { box } = start(() => {});
      expect((await box.handle(order(1, { privateKey: "another" }))).status).toBe(401);
      expect((await box.handle(order(1, { date: new Date(0) }))).status).toBe(400);
      expect((await box.list()).items).toEqual([]);
    });

    it("handles a request once that is sent again, and acknowledges it again", async () => {
      const handled: number[] = [];
      const { box } = start((total) => void handled.push(total));
      const heard: unknown[] = [];
      box.onResponse(({ status, deferred, duplicate }) =>
        heard.push([status, deferred, duplicate]),
      );
      await box.handle(order(1));
      await quiet(box);
      const again = await Promise.all([box.handle(order(1)), box.handle(order(1))]);
      expect(again.map(({ status }) => status)).toEqual([200, 200]);
      await quiet(box);
      expect(handled).toEqual([1]);
      expect(heard).toEqual([
        [200, true, false],
        [200, false, false],
        [200, true, true],
        [200, true, true],
      ]);
    });

    it("remembers a request for as long as it is told", async () => {
      const handled: number[] = [];
      const { box } = start((total) => void handled.push(total), { idempotency: { ttl: 1 } });
      await box.handle(order(1));
      await until(async () => {
        await box.handle(order(1));
        expect(handled).toHaveLength(2);
      });
    });

    it("tries again after a failure, with the same bytes, and gives up at the end of the schedule", async () => {
      const bodies = new Set<string>();
      let fails = 2;
      const { box, webhook, codes } = start(() => {
        if (fails-- > 0) throw new Error("no database");
      });
      webhook.use(({ request }, next) => {
        bodies.add(new TextDecoder().decode(request.body));
        // What an attempt changes is gone by the next one.
        request.body.fill(0);
        return next();
      });
      const sent = order(1);
      await box.handle({ ...sent, body: new Uint8Array(sent.body) });
      await quiet(box);
      expect([...bodies]).toEqual([new TextDecoder().decode(sent.body)]);
      fails = 3;
      await box.handle(order(2));
      await quiet(box);
      const { items } = await box.list({ states: ["dead"] });
      expect(items).toMatchObject([{ state: "dead", attempts: 3 }]);
      expect(items[0]?.reason).toContain("no database");
      const found = await box.get(items[0]?.id ?? "");
      expect(found?.attempts).toMatchObject([
        { kind: "scheduled", ok: false, status: 500, error: { code: "handler_failed" } },
        { ok: false },
        { ok: false },
      ]);
      expect(new TextDecoder().decode(found?.request.body)).toContain('"total":2');
      expect(codes()).toContain("request.dead");
    });

    it("retries one, recovers all, and erases", async () => {
      let isBroken = true;
      const handled: number[] = [];
      const { box } = start(
        (total) => {
          if (isBroken) throw new Error("no");
          handled.push(total);
        },
        { schedule: [] },
      );
      for (const total of [1, 2, 3]) await box.handle(order(total));
      await quiet(box);
      expect((await box.stats()).dead).toBe(3);
      const dead = (await box.list({ failed: true })).items.map(({ id }) => id).reverse();
      await box.retry(dead[0] ?? "");
      await until(async () => expect((await box.get(dead[0] ?? ""))?.attempts).toHaveLength(2));
      expect((await box.get(dead[0] ?? ""))?.record.state).toBe("dead");
      isBroken = false;
      await box.retry(dead[0] ?? "");
      await until(() => expect(handled).toEqual([1]));
      expect(await box.erase(dead[1] ?? "")).toBe(true);
      expect(await box.get(dead[1] ?? "")).toBeUndefined();
      expect(await box.erase(dead[1] ?? "")).toBe(false);
      expect(await box.recover({ since: Date.now() + 60_000 })).toBe(0);
      expect(await box.recover()).toBe(1);
      await until(() => expect(handled).toEqual([1, 3]));
      await expect(box.retry("req_none")).rejects.toMatchObject({ code: "request_unknown" });
      // Erased means forgotten: it is another request now.
      await box.handle(order(2));
      await until(() => expect(handled).toEqual([1, 3, 2]));
    });

    it("keeps the order of a group, and lets others go on meanwhile", async () => {
      const begun: number[] = [];
      let letGo = () => {};
      const first = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const { box } = start(
        (total) => {
          begun.push(total);
          return total === 1 ? first : undefined;
        },
        {
          group: ({ payload }) => ((payload as { total: number }).total < 10 ? "small" : null),
        },
      );
      for (const total of [1, 2, 3, 10]) await box.handle(order(total));
      await until(() => expect(begun).toEqual([1, 10]));
      letGo();
      await quiet(box);
      expect(begun).toEqual([1, 10, 2, 3]);
    });

    it("handles no more at a time than it is told", async () => {
      let now = 0;
      let most = 0;
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const { box } = start(
        async () => {
          most = Math.max(most, ++now);
          await held;
          now--;
        },
        { concurrency: 3 },
      );
      await Promise.all(Array.from({ length: 20 }, (_, total) => box.handle(order(total))));
      await until(async () => {
        expect(await box.stats()).toMatchObject({ waiting: 17, inFlight: 3, here: 3 });
      });
      letGo();
      await quiet(box);
      expect(most).toBe(3);
    });

    it("hands back at closing what is not done, and has not counted it", async () => {
      let signal: AbortSignal | undefined;
      const { box, codes } = start((_total, given) => {
        signal = given;
        return new Promise(() => {});
      });
      await box.handle(order(1));
      await until(() => expect(signal).toBeDefined());
      expect(await box.close({ deadline: 0 })).toEqual({ handedBack: 1 });
      expect(signal?.aborted).toBe(true);
      expect(codes()).toContain("inbox.closed");
      const refused = await box.handle(order(2));
      expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "5"]);
      await expect(box.stats()).rejects.toMatchObject({ code: "inbox_closed" });
    });

    it.skipIf(kind === "memory")("goes on after a restart with what was not done", async () => {
      const store = address();
      const { box } = startInbox(() => new Promise(() => {}), { store });
      for (const total of [1, 2, 3]) await box.handle(order(total));
      await until(async () => expect((await box.stats()).inFlight).toBe(3));
      await box.close({ deadline: 0 });
      const handled: number[] = [];
      const { box: next } = startInbox((total) => void handled.push(total), { store });
      await quiet(next);
      expect(handled.sort()).toEqual([1, 2, 3]);
      const { items } = await next.list();
      expect(items.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    });
  });
}
