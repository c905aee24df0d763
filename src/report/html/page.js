"use strict";
(function () {
  var form = document.getElementById("filter");
  var shown = document.getElementById("shown");
  var findings = Array.prototype.slice.call(document.querySelectorAll("article"));
  var sections = Array.prototype.slice.call(document.querySelectorAll("section[data-server]"));
  function chosen(name) {
    var boxes = form.querySelectorAll("input[name=" + name + "]:checked");
    return Array.prototype.map.call(boxes, function (box) { return box.value; });
  }
  function apply() {
    var statuses = chosen("status");
    var severities = chosen("severity");
    var server = form.elements.server ? form.elements.server.value : "";
    var count = 0;
    findings.forEach(function (one) {
      var of = one.closest("section[data-server]").dataset.server;
      var show = statuses.indexOf(one.dataset.status) >= 0 && severities.indexOf(one.dataset.severity) >= 0 &&
        (server === "" || server === of);
      one.hidden = !show;
      count += show ? 1 : 0;
    });
    sections.forEach(function (one) { one.hidden = server !== "" && server !== one.dataset.server; });
    shown.textContent = shown.dataset.text.replace("{shown}", count).replace("{all}", findings.length);
  }
  form.addEventListener("change", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  apply();
})();
