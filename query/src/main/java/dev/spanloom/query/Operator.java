package dev.spanloom.query;

/** How a field is compared with a value. */
public enum Operator {
  EQUAL("="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  /** Case-sensitive, {@code %} any run, {@code _} one character, the whole value. */
  LIKE("LIKE"),
  /** As LIKE, whatever the case. */
  ILIKE("ILIKE"),
  /** A regular expression that is found in the value. */
  RLIKE("RLIKE");

  private final String symbol;

  Operator(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }

  public boolean isPattern() {
    return this == LIKE || this == ILIKE || this == RLIKE;
  }
}
