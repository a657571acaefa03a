package dev.spanloom.entities.internal.json;

/** A value that knows how it stands in JSON: it is not made as maps and lists first. */
public interface JsonPart {
  /** Gives this value to an output. */
  void writeTo(JsonOutput out);
}
