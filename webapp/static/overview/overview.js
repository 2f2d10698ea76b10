// The overview of the municipality that is chosen on this phone, when none is asked for.
(() => {
  const asked = new URLSearchParams(location.search);
  if (asked.get("k")) return;
  try {
    const name = localStorage.getItem("kommune");
    if (!name) return;
    asked.set("k", name);
    location.replace(`/overblik?${asked}`);
  } catch {
    // No storage: it is chosen here.
  }
})();
