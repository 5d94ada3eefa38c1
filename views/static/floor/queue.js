// Taps saved on the phone, in the order of tapping, until the shop has answered each: `floorQueue`.
//
// A tap is kept before anything else happens, with a key drawn here and its true time, so that neither a dead network
// nor a closed page loses it, and sending it twice changes nothing.
"use strict";

window.floorQueue = (() => {
  const NO_NETWORK = "No network.";
  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("floor", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("taps", { keyPath: "order", autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  async function stored(mode, work) {
    const database = await opened;
    return new Promise((done, failed) => {
      const transaction = database.transaction("taps", mode);
      const asked = work(transaction.objectStore("taps"));
      transaction.oncomplete = () => done(asked && asked.result);
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
  }

  // Keys sort in the order in which they are drawn, also within a millisecond.
  let last = 0;
  function drawn() {
    last = Math.max(Date.now(), last + 1);
    const random = Array.from(crypto.getRandomValues(new Uint8Array(8)), (each) => each.toString(16).padStart(2, "0"));
    return { at: last, key: `${last.toString(36).padStart(10, "0")}-${random.join("")}` };
  }

  const all = () => stored("readonly", (taps) => taps.getAll());
  const add = (said) => stored("readwrite", (taps) => taps.add({ ...drawn(), ...said }));
  // Whoever signed in here vouches anew for what they tapped on this phone: it may have been registered again since.
  const prove = (employee, proof) => stored("readwrite", (taps) => {
    const looked = taps.openCursor();
    looked.onsuccess = () => {
      const found = looked.result;
      if (!found) return;
      if (found.value.employee === employee && found.value.proof !== proof) found.update({ ...found.value, proof });
      found.continue();
    };
  });
  const remove = (orders) => stored("readwrite", (taps) => void orders.forEach((each) => taps.delete(each)));

  // Sends what is saved, oldest first. Gives the answers, and why some of it is still here: no way to the shop, or
  // what the shop says of it all.
  async function sendOnce() {
    const answers = [], kept = new Set();
    for (;;) {
      const waiting = (await all()).filter((each) => !kept.has(each.order)).slice(0, 100);
      if (!waiting.length) return { answers, problem: "" };
      const taps = waiting.map(({ order, label, name, ...said }) => said);
      let answer;
      try {
        answer = await fetch("/floor/taps", {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "application/json" },
          body: JSON.stringify({ now: Date.now(), taps }),
        });
      } catch {
        return { answers, problem: NO_NETWORK };
      }
      if (!answer.ok) {
        const told = await answer.json().catch(() => ({}));
        return { answers, problem: answer.status >= 500 ? "The shop does not answer." : told.message || "The shop did not take them." };
      }
      const { taps: told, ahead } = await answer.json();
      localStorage.setItem("floor-ahead", ahead);
      const over = new Set(told.filter((each) => each.outcome !== "WAITS").map((each) => each.key));
      await remove(waiting.filter((each) => over.has(each.key)).map((each) => each.order));
      waiting.filter((each) => !over.has(each.key)).forEach((each) => kept.add(each.order));
      answers.push(...told.map((each) => ({ ...waiting.find((tap) => tap.key === each.key), ...each })));
    }
  }

  // One page of the phone sends at a time.
  const send = () => (navigator.locks ? navigator.locks.request("floor-taps", sendOnce) : sendOnce());

  return { NO_NETWORK, add, all, prove, send };
})();
