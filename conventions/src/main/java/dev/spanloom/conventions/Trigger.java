package dev.spanloom.conventions;

/**
 * What makes a span worth a closer look.
 *
 * @param event whether it is the name of an event; else the key of an attribute
 * @param text the name or key
 * @param prefix whether names and keys that begin with the text count too
 */
record Trigger(boolean event, String text, boolean prefix) {
  static Trigger attribute(String key) {
    return new Trigger(false, key, false);
  }

  static Trigger attributes(String prefix) {
    return new Trigger(false, prefix, true);
  }

  static Trigger event(String name) {
    return new Trigger(true, name, false);
  }
}
