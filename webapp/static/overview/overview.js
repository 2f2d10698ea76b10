// The overview of the municipality that is chosen on this phone, when none is asked for.
(() => {
  if (new URLSearchParams(location.search).get("k")) return;
  try {
    const name = localStorage.getItem("kommune");
    if (name) location.replace(`/overblik?k=${encodeURIComponent(name)}`);
  } catch {
    // No storage: it is chosen here.
  }
})();
