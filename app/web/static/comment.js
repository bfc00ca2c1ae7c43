// Saves steps where scripts run: the form opens under its clause, counts, keeps a draft. Without
// it every link and form works as a page.
(() => {
  "use strict";
  const LONGEST = 20000;
  const figure = (n) => n.toLocaleString("en-US");

  const draftKey = (form) => "zhutiao-draft:" + form.dataset.comment;
  const keep = (form, text) => {
    try {
      if (text.trim()) localStorage.setItem(draftKey(form), text);
      else localStorage.removeItem(draftKey(form));
      return true;
    } catch { return false; }
  };
  const kept = (form) => {
    try { return localStorage.getItem(draftKey(form)) || ""; } catch { return ""; }
  };

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  };
  // Who comes back to what was sent and sends it again means the same form: it keeps its key.
  const sentKey = (form) => {
    try { return sessionStorage.getItem("zhutiao-key:" + draftKey(form)); } catch { return ""; }
  };
  const returned = (text) => text.value.trim() !== ""
    || performance.getEntriesByType?.("navigation")[0]?.type === "back_forward";

  function setUp(form) {
    const text = form.querySelector("textarea[name=text]");
    const count = form.querySelector("[data-count]");
    const key = form.querySelector("input[name=key]");
    if (!key.value) key.value = returned(text) && sentKey(form) || newKey();
    const tell = () => {
      const length = Array.from(text.value).length;
      const left = LONGEST - length;
      const saved = keep(form, text.value);
      count.hidden = length === 0;
      count.textContent = left >= 0
        ? `已写${figure(length)}字，还可写${figure(left)}字` + (saved ? "　草稿已存在本机" : "")
        : `多了${figure(-left)}字`;
      if (length > LONGEST * 0.9) count.setAttribute("role", "status");
      else count.removeAttribute("role");
    };
    offerDraft(form, text, tell);
    text.addEventListener("input", tell);
    form.addEventListener("submit", () => {
      try {
        sessionStorage.setItem("zhutiao-sent", draftKey(form));
        sessionStorage.setItem("zhutiao-key:" + draftKey(form), key.value);
      } catch { /* private window */ }
    });
  }

  function offerDraft(form, text, tell) {
    const before = kept(form);
    if (!before || text.value.trim()) return;
    const box = document.createElement("p");
    box.className = "again";
    box.append(`上次写的还在：${Array.from(before).slice(0, 20).join("")}…`);
    for (const [words, act] of [
      ["接着写", () => { text.value = before; tell(); text.focus(); }],
      ["清除", () => { keep(form, ""); text.focus(); }],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = words;
      button.addEventListener("click", () => { act(); box.remove(); });
      box.append(button);
    }
    text.before(box);
  }

  // Under a clause the form's heading stands one level below the clause's own.
  function lower(form, section) {
    const above = section.querySelector("h2,h3,h4,h5");
    const heading = form.querySelector("h2");
    const made = heading.ownerDocument.createElement("h" + (above ? Number(above.tagName[1]) + 1 : 2));
    made.id = heading.id;
    made.tabIndex = -1;
    made.className = "fh";
    made.append(...heading.childNodes);
    heading.replaceWith(made);
  }

  async function openInPlace(link, event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const section = link.closest("section");
    const open = document.querySelector("form.form");
    if (open && section.contains(open)) { open.querySelector("#form-h").focus(); return; }
    try {
      const answer = await fetch(link.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const form = page.querySelector("form.form");
      if (!form) throw new Error("no form");
      if (open) open.remove();
      // What stands here was read, not what stands there by now.
      form.querySelector("input[name=as_read]").value = link.dataset.form;
      lower(form, section);
      section.append(document.adoptNode(form));
      setUp(form);
      form.querySelector("#form-h").focus();
    } catch { location.href = link.href; }
  }

  document.querySelectorAll("form[data-comment]").forEach(setUp);
  document.getElementById("errors")?.focus();
  document.querySelectorAll("a[data-form]").forEach((link) =>
    link.addEventListener("click", (event) => openInPlace(link, event)));
})();
