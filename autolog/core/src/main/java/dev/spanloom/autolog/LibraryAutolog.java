package dev.spanloom.autolog;

import dev.spanloom.integration.AutologLibrary;

/** Tells the SDK of an integration. A subclass loads where the library is missing. */
public abstract class LibraryAutolog implements AutologLibrary {
  private final String name;
  private final String typeOfLibrary;
  private final boolean needsWeaving;
  private final String covers;
  private final String byHand;

  /**
   * An integration.
   *
   * @param name of the library, as in the settings
   * @param typeOfLibrary a class by whose presence the library is known
   * @param needsWeaving see {@link #needsWeaving}
   * @param covers see {@link #covers}
   * @param byHand see {@link #byHand}
   */
  protected LibraryAutolog(
      String name, String typeOfLibrary, boolean needsWeaving, String covers, String byHand) {
    this.name = name;
    this.typeOfLibrary = typeOfLibrary;
    this.needsWeaving = needsWeaving;
    this.covers = covers;
    this.byHand = byHand;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean isPresent() {
    try {
      Class.forName(typeOfLibrary, false, getClass().getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Override
  public final boolean isDisabled() {
    return !AutologSwitch.of(name).options().enabled();
  }

  @Override
  public final boolean needsWeaving() {
    return needsWeaving;
  }

  @Override
  public final String covers() {
    return covers;
  }

  @Override
  public final String byHand() {
    return byHand;
  }

  /** Nothing to do: the library, or weaving, asks. */
  @Override
  public final void enable() {}

  @Override
  public final void reset() {
    AutologSwitch.of(name).reset();
  }

  /** The same client, unless a subclass knows it. */
  @Override
  public Object traced(Object client) {
    return client;
  }
}
