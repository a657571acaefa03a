package dev.spanloom.weaving;

import java.util.Optional;

/** Class files beside the one that is woven, to look at: its superclass, a reducer. */
@FunctionalInterface
public interface ClassSource {
  /** Finds none. */
  ClassSource NONE = name -> Optional.empty();

  /**
   * The class file of a class; empty when it cannot be found.
   *
   * @param internalName with slashes
   */
  Optional<byte[]> find(String internalName);
}
