package dev.spanloom.autolog.http;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A request's body, which can be written more than once. */
public interface RequestBody {
  /** Its media type; null when it is not said. */
  @Nullable String contentType();

  void writeTo(OutputStream out) throws IOException;
}
