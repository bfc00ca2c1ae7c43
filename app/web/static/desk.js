// The desk by keyboard, and what it saves: everything works without it, as plain forms.
(() => {
  "use strict";
  const work = document.getElementById("work");
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
  // Where one answer is proposed, Enter gives it, and the arrows choose; the page does not jump.
  const first = errors ? null : document.querySelector("[data-first]");
  if (first && first.offsetParent) {
    first.focus({ preventScroll: true });
    // A key held down answers one passage, not those that follow.
    first.form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.repeat) event.preventDefault(); });
  }
  if (!work) return;

  // On a phone the map shows the clause one is at, and the reading comes before the draft's words.
  const here = document.querySelector(".map [aria-current]");
  const strip = here?.closest(".map");
  if (strip) strip.scrollLeft = here.offsetLeft - strip.clientWidth / 2;
  const draft = document.getElementById("draft-words");
  if (draft && matchMedia("(max-width: 48rem)").matches) draft.open = false;

  // A reason that was given before is put into the field.
  document.querySelectorAll("[data-usual]").forEach((one) => { one.hidden = false; });
  document.addEventListener("click", (event) => {
    const reason = event.target.closest?.("[data-reason]");
    const field = reason && document.getElementById("why");
    if (!field) return;
    field.value = field.value.trim() ? `${field.value.trim()}${reason.dataset.reason}` : reason.dataset.reason;
    field.focus();
  });

  // What is chosen, in words; Shift picks a range.
  let lastBox = null;
  const boxes = () => Array.from(document.querySelectorAll("input[name=opinion][type=checkbox]"));
  const tell = () => {
    const said = document.querySelector("[data-chosen]");
    if (!said) return;
    const chosen = boxes().filter((box) => box.checked);
    const sum = chosen.reduce((total, box) => total + Number(box.dataset.size), 0);
    said.textContent = chosen.length ? `已选${chosen.length}个观点、${sum}条意见` : "勾选两个或更多，合并成第一个";
    document.querySelector("[data-clear]").hidden = !chosen.length;
    document.getElementById("bulk").classList.toggle("idle", !chosen.length);
  };
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox" || box.name !== "opinion") return;
    const all = boxes();
    if (event.shiftKey && lastBox && all.includes(lastBox)) {
      const [from, to] = [all.indexOf(lastBox), all.indexOf(box)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    }
    lastBox = box;
    tell();
  });
  document.addEventListener("reset", () => setTimeout(tell));
  tell();

  // A comment is read when it was open on the screen for a second.
  const seen = new Set();
  let waiting = [];
  const send = (fields) => fetch(`${work.dataset.here}/read`, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams([["csrf", work.dataset.csrf], ...fields]),
  });
  const watch = new IntersectionObserver((entries) => {
    entries.forEach((entry) => {
      const one = entry.target;
      clearTimeout(one.timer);
      const tall = entry.intersectionRect.height > 0.6 * innerHeight;
      if (entry.isIntersecting && (entry.intersectionRatio > 0.6 || tall)) {
        one.timer = setTimeout(() => {
          if (seen.has(one.dataset.read) || document.hidden) return;
          seen.add(one.dataset.read);
          waiting.push(["comment", one.dataset.read]);
        }, 1000);
      }
    });
  }, { threshold: [0, 0.3, 0.61, 1] });
  const observe = () => document.querySelectorAll("[data-read]").forEach((one) => watch.observe(one));
  if (work.querySelector("form")) {
    observe();
    setInterval(() => {
      if (waiting.length) send(waiting.splice(0, 500)).catch(() => {});
    }, 1500);
  }

  // A key's form is posted without leaving the page; only the parts that belong to it change.
  let busy = false;
  const parts = ["queue", "opinions", "figs", "refused"];
  const whole = (text) => { document.open(); document.write(text); document.close(); };
  const begun = (within) => Array.from(within.querySelectorAll("textarea, input[type=text]")).some((one) => one.value !== one.defaultValue);
  const refuse = (words) => {
    const told = document.getElementById("refused");
    if (!told) return;
    told.innerHTML = '<div class="summary" role="alert" tabindex="-1" id="errors"><p><strong></strong></p></div>';
    told.querySelector("strong").textContent = words;
    told.firstChild.focus();
  };
  // The opinion that is open stays open, with what is being written in it; its figures are new.
  const keepOpen = (open) => {
    if (document.querySelector("#opinions .op.open")) return;
    const now = document.getElementById(open.id);
    if (now) {
      const [old, fresh] = [open.querySelector(".row2"), now.querySelector(".row2")];
      if (old && fresh) old.replaceWith(fresh);
      now.replaceWith(open);
      open.closest("details")?.setAttribute("open", "");
    } else if (begun(open)) {
      document.querySelector("#opinions .ph")?.after(open);
    }
  };
  // Whether the deed was done; what was refused stands on the page where it is seen.
  const show = (answer, text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("work");
    if (!fresh || !page.getElementById("queue")) {
      if (answer.ok) location.assign(answer.url);
      else if (begun(work)) {
        const why = answer.status === 401 ? "登录已过期" : page.querySelector("h1")?.textContent ?? "服务器没有答应";
        refuse(`${why}，这一步没有做。正在写的内容还在，请先提交它。`);
      } else whole(text);
      return false;
    }
    const done = page.querySelector(".good p, .summary p");
    const open = document.querySelector("#opinions .op.open");
    const chosen = boxes().filter((box) => box.checked).map((box) => box.value);
    parts.forEach((id) => {
      const [old, now] = [document.getElementById(id), page.getElementById(id)];
      if (old && now) old.replaceWith(document.importNode(now, true));
    });
    if (open) keepOpen(open);
    boxes().forEach((box) => { box.checked = chosen.includes(box.value); });
    work.dataset.since = fresh.dataset.since;
    work.dataset.comments = fresh.dataset.comments;
    if (answer.ok) history.replaceState(null, "", answer.url);
    const head = document.getElementById("hq");
    const told = document.getElementById("told");
    if (told && head) told.textContent = `${done ? done.textContent : ""}${head.textContent}`;
    document.querySelectorAll("[data-keys]").forEach((one) => { one.hidden = false; });
    tell();
    observe();
    document.getElementById("errors")?.focus();
    return answer.ok;
  };
  const go = async (address, options) => {
    if (busy) return false;
    busy = true;
    document.getElementById("queue")?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, options);
      const text = await answer.text();
      return show(answer, text);
    } catch {
      refuse("连不上服务器，这一步没有保存。请稍后再按一次。");
      return false;
    } finally {
      busy = false;
      document.getElementById("queue")?.removeAttribute("aria-busy");
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.part !== "queue") return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    const words = event.submitter?.dataset.words;
    go(form.action, { method: "POST", body: fields }).then((done) => {
      const told = document.getElementById("told");
      if (done && told && words) told.textContent = `已归入“${words}”，${document.getElementById("hq")?.textContent ?? ""}`;
    });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-go]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.href);
  });

  // Keys: dead in fields, with other keys held, and when they are turned off.
  const sheet = document.getElementById("keys");
  const on = document.getElementById("keys-on");
  const stored = "zhutiao-keys";
  const off = () => { try { return localStorage.getItem(stored) === "off"; } catch { return false; } };
  if (on) {
    on.checked = !off();
    on.addEventListener("change", () => {
      try { localStorage.setItem(stored, on.checked ? "on" : "off"); } catch { /* kept for this page only */ }
    });
  }
  document.querySelectorAll("[data-keys]").forEach((one) => { one.hidden = false; });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys]")) sheet?.showModal();
  });
  const inField = (node) => node instanceof HTMLElement
    && (node.isContentEditable || /^(TEXTAREA|SELECT)$/.test(node.tagName)
      || (node.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(node.type)));
  const step = (by) => {
    const links = Array.from(document.querySelectorAll("#opinions h3 a")).filter((one) => one.offsetParent);
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
    if (next) next.focus();
  };
  const onScreen = (node) => {
    const [box, pane] = [node.getBoundingClientRect(), document.getElementById("queue").getBoundingClientRect()];
    return box.top >= Math.max(0, pane.top) && box.bottom <= Math.min(innerHeight, pane.bottom) + 1;
  };
  const press = (key) => {
    if (key === "Enter") {
      if (document.activeElement && document.activeElement.matches("a, button, summary, input, label")) return false;
      const bundle = document.getElementById("bundle");
      if (!bundle) return false;
      if (!bundle.open) {
        bundle.open = true;
        bundle.querySelector("form .btn").focus();
        return true;
      }
    }
    if (key === "m" && boxes().filter((box) => box.checked).length > 1) {
      document.querySelector("[data-merge]").click();
      return true;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    // Two opinions become one only when they were on the screen: else the first key shows them.
    if (key === "m" && document.activeElement !== target && !onScreen(target.closest("form"))) {
      target.scrollIntoView({ block: "nearest" });
      target.focus();
      return true;
    }
    target.click();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (inField(event.target) || sheet?.open || !document.getElementById("queue")) return;
    if (event.key === "?" && sheet) { event.preventDefault(); sheet.showModal(); return; }
    if (off()) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (press(event.key)) event.preventDefault();
  });

  // What others did is told in one line; nothing moves under the reader.
  const others = document.getElementById("others");
  if (others) {
    setInterval(async () => {
      if (document.hidden || busy) return;
      try {
        const { since, comments, here } = work.dataset;
        const answer = await fetch(`${here}/changes?since=${since}&comments=${comments}`);
        if (!answer.ok || answer.redirected) return;
        const { words } = await answer.json();
        if (!words || others.dataset.said === words) return;
        others.dataset.said = words;
        others.textContent = words;
        const link = document.createElement("a");
        link.href = location.href;
        link.textContent = "载入";
        link.addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
        others.append(" ", link);
      } catch { /* the next look tries again */ }
    }, 15000);
  }
})();
