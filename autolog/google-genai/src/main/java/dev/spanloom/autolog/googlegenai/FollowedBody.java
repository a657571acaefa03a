package dev.spanloom.autolog.googlegenai;

import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A body that is read through a stream which tells its recorder. Used by one thread at a time. */
final class FollowedBody extends ResponseBody {
  private final ResponseBody body;
  private final BufferedSource source;

  FollowedBody(ResponseBody body, InputStream followed) {
    this.body = body;
    this.source = Okio.buffer(Okio.source(followed));
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public BufferedSource source() {
    return source;
  }
}
