// What was sent needs no draft any more; and a button that prints.
(() => {
  "use strict";
  try {
    const key = sessionStorage.getItem("zhutiao-sent");
    if (key) { localStorage.removeItem(key); sessionStorage.removeItem("zhutiao-sent"); }
  } catch { /* private window */ }
  const acts = document.querySelector(".receipt .acts");
  if (acts) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = "打印";
    button.addEventListener("click", () => window.print());
    acts.append(button);
  }
})();
