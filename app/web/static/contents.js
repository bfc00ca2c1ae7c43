// The contents follow the reader: the clause in view is marked, only its part is unfolded.
(() => {
  "use strict";
  const toc = document.getElementById("toc");
  if (!toc || !("IntersectionObserver" in window)) return;
  const wide = matchMedia("(min-width:64rem)");
  const links = new Map();
  toc.querySelectorAll("a").forEach((link) => links.set(decodeURIComponent(link.hash.slice(1)), link));
  const sections = [...document.querySelectorAll("article > section[id]")].filter((one) => links.has(one.id));
  if (!sections.length) return;
  if (!wide.matches) toc.open = false;
  toc.classList.add("follows");

  function mark(id) {
    const link = links.get(id);
    if (link.getAttribute("aria-current")) return;
    toc.querySelectorAll("[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    toc.querySelectorAll(".now").forEach((one) => one.classList.remove("now"));
    link.setAttribute("aria-current", "location");
    for (let item = link.closest("li"); item; item = item.parentElement.closest("li")) item.classList.add("now");
    if (wide.matches && toc.scrollHeight > toc.clientHeight) {
      const place = link.getBoundingClientRect(), box = toc.getBoundingClientRect();
      if (place.top < box.top || place.bottom > box.bottom) toc.scrollTop += place.top - box.top - box.height / 3;
    }
  }

  const look = () => {
    const line = innerHeight / 3;
    let found = sections[0];
    for (const one of sections) {
      if (one.getBoundingClientRect().top > line) break;
      found = one;
    }
    mark(found.id);
  };
  const observer = new IntersectionObserver(look, { rootMargin: "0px 0px -66% 0px" });
  sections.forEach((one) => observer.observe(one));
  look();
})();
