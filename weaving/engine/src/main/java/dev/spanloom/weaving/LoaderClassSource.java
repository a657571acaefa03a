package dev.spanloom.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The class files that a class loader can find. Loads no class. */
final class LoaderClassSource implements ClassSource {
  private final @Nullable ClassLoader loader;

  /**
   * @param loader null for the one of the JDK, which is asked through the system's
   */
  LoaderClassSource(@Nullable ClassLoader loader) {
    this.loader = loader;
  }

  @Override
  public Optional<byte[]> find(String internalName) {
    String file = internalName + ".class";
    try (InputStream stream =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException | RuntimeException | LinkageError e) { // a loader that somebody wrote
      return Optional.empty();
    }
  }
}
