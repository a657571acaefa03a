package dev.spanloom.query;

/** A regular expression that is none, or that asks for what a bounded search cannot do. */
final class RegexSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegexSyntaxException(String regex, int index, String message) {
    super(
        "regular expression \""
            + SourceText.shortened(regex)
            + "\", character "
            + (regex.codePointCount(0, index) + 1)
            + ": "
            + message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
