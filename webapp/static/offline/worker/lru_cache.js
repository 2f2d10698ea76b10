// What was made, by a key: what was asked for longest ago goes when there are too many.
class LruCache {
  constructor(most) {
    this.most = most;
    this.kept = new Map();
  }

  has(key) {
    return this.kept.has(key);
  }

  get(key, make) {
    const one = this.kept.get(key) ?? make();
    this.kept.delete(key);
    this.kept.set(key, one);
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value);
    return one;
  }
}
