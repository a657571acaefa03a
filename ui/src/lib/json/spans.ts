/** The direct children of a value: where key and value stand in the text. Grows as they are found. */
export class ChildSpans {
  count = 0;
  private places = new Uint32Array(64);

  /** Without a key both of its places are 0. */
  begin(keyStart: number, keyEnd: number, start: number): void {
    if ((this.count + 1) * 4 > this.places.length) {
      const larger = new Uint32Array(this.places.length * 2);
      larger.set(this.places);
      this.places = larger;
    }
    this.places.set([keyStart, keyEnd, start, 0], this.count * 4);
    this.count++;
  }

  end(at: number): void {
    this.places[this.count * 4 - 1] = at;
  }

  keyStart(index: number): number {
    return this.places[index * 4] ?? 0;
  }

  keyEnd(index: number): number {
    return this.places[index * 4 + 1] ?? 0;
  }

  start(index: number): number {
    return this.places[index * 4 + 2] ?? 0;
  }

  /** The end (exclusive) of a value; 0 while it is not known. */
  endOf(index: number): number {
    return this.places[index * 4 + 3] ?? 0;
  }

  /** The child whose key or value has this place; -1 when none has. */
  at(place: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.keyStart(middle) || this.start(middle)) <= place) low = middle;
      else high = middle - 1;
    }
    const begin = this.keyStart(low) || this.start(low);
    const end = this.endOf(low);
    return this.count > 0 && begin <= place && (end === 0 || place < end) ? low : -1;
  }
}
