package dev.spanloom.spring;

/** A property has a value that cannot be. */
final class WrongPropertyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  WrongPropertyException(String property, String valueAndExpectation) {
    super(property + ": " + valueAndExpectation);
  }
}
