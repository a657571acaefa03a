package dev.spanloom.autolog.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that tells its recorder what is read from it. */
final class RecordedBody extends FilterInputStream {
  private static final System.Logger LOG = System.getLogger(RecordedBody.class.getName());

  private final AnswerRecorder recorder;
  private boolean over;

  RecordedBody(InputStream body, AnswerRecorder recorder) {
    super(body);
    this.recorder = recorder;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int read;
    try {
      read = in.read(bytes, from, count);
    } catch (IOException e) {
      over(() -> recorder.failed(e));
      throw e;
    }
    if (read > 0) {
      record(bytes, from, read);
    } else if (read < 0) {
      over(recorder::finished);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    // what is skipped is a part of the answer too
    byte[] skipped = new byte[(int) Math.min(count, 8192)];
    int read = skipped.length == 0 ? 0 : read(skipped, 0, skipped.length);
    return Math.max(read, 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } finally {
      over(recorder::closed);
    }
  }

  private void over(Runnable end) {
    boolean first;
    synchronized (this) {
      first = !over;
      over = true;
    }
    if (first) {
      quietly(end);
    }
  }

  /** Without an object for what is to be done: streams are read often. */
  private void record(byte[] bytes, int from, int count) {
    try {
      recorder.read(bytes, from, count);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      notRecorded(e);
    }
  }

  private static void quietly(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      notRecorded(e);
    }
  }

  private static void notRecorded(Throwable e) {
    LOG.log(System.Logger.Level.DEBUG, "a part of an answer is not recorded", e);
  }
}
