// The source beside the outline: the open clause's words come into view in both columns.
(() => {
  "use strict";
  const place = (box, mark) => {
    if (box && mark) box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - 80;
  };
  place(document.querySelector(".proof .src"), document.getElementById("here"));
  place(document.querySelector(".proof .outline"), document.querySelector(".outline .open"));
})();
