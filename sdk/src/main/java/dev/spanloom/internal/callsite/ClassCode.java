package dev.spanloom.internal.callsite;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * As much of a class file as is needed to find calls of {@code close()} in it: the constant pool,
 * and the code of those methods that handle exceptions. Reading throws for what is no class file.
 * Not thread-safe.
 */
final class ClassCode {
  /** Kotlin's function that closes what {@code use} was called on. */
  static final String CLOSE_FINALLY = "closeFinally";

  private static final int MAGIC = 0xCAFEBABE;

  /** What a method that is called has to do with closing. */
  enum Callee {
    OTHER,
    /** {@code close()} of whatever class. */
    CLOSE,
    /** {@link #CLOSE_FINALLY}, of the resource and the exception. */
    CLOSE_FINALLY,
    /** {@code Throwable.addSuppressed}. */
    ADD_SUPPRESSED
  }

  /**
   * The code of a method.
   *
   * @param start where the code begins in the class file
   * @param handlers where exceptions are handled: indexes in the code, each once
   * @param lines pairs of index and line, as the class file has them
   */
  @SuppressWarnings("ArrayRecordComponent") // read once and never compared
  record Method(
      String name, String descriptor, int start, int length, int[] handlers, List<int[]> lines) {
    /** The line of an instruction; 0 when unknown. */
    int line(int index) {
      int from = -1;
      int line = 0;
      for (int[] entry : lines) {
        if (entry[0] <= index && entry[0] >= from) {
          from = entry[0];
          line = entry[1];
        }
      }
      return line;
    }
  }

  private final byte[] bytes;
  private final ByteBuffer file;
  private final int[] pool;
  private final Callee[] callees;
  private final List<Method> methods = new ArrayList<>();
  private String className = "";
  private int position;

  private ClassCode(byte[] classFile) {
    bytes = classFile;
    file = ByteBuffer.wrap(classFile);
    if (file.getInt(0) != MAGIC) {
      throw new IllegalArgumentException("no class file");
    }
    position = 8;
    pool = new int[u2()];
    callees = new Callee[pool.length];
  }

  /**
   * Reads a class file.
   *
   * @throws RuntimeException when it is none
   * @throws IOException when a name in it is none
   */
  static ClassCode read(byte[] classFile) throws IOException {
    ClassCode code = new ClassCode(classFile);
    code.readPool();
    code.position += 2; // access
    code.className = code.className(code.u2());
    code.position += 2; // superclass
    int interfaces = code.u2();
    code.position += 2 * interfaces;
    for (int fields = code.u2(); fields > 0; fields--) {
      code.position += 6;
      code.skipAttributes();
    }
    for (int count = code.u2(); count > 0; count--) {
      code.readMethod();
    }
    return code;
  }

  /** With slashes. */
  String className() {
    return className;
  }

  List<Method> methods() {
    return methods;
  }

  int u1(int at) {
    return file.get(at) & 0xff;
  }

  int u2(int at) {
    return file.getShort(at) & 0xffff;
  }

  int s2(int at) {
    return file.getShort(at);
  }

  int s4(int at) {
    return file.getInt(at);
  }

  /** What a method is, by its place in the constant pool. */
  Callee callee(int index) throws IOException {
    Callee known = callees[index];
    if (known == null) {
      int tag = u1(pool[index]);
      known = tag == 10 || tag == 11 ? calleeAt(pool[index]) : Callee.OTHER;
      callees[index] = known;
    }
    return known;
  }

  private Callee calleeAt(int method) throws IOException {
    int nameAndType = pool[u2(method + 3)];
    String name = utf8(pool[u2(nameAndType + 1)]);
    String descriptor = utf8(pool[u2(nameAndType + 3)]);
    if (name.equals("close") && descriptor.equals("()V")) {
      return Callee.CLOSE;
    }
    if (name.equals("addSuppressed") && descriptor.equals("(Ljava/lang/Throwable;)V")) {
      return Callee.ADD_SUPPRESSED;
    }
    boolean closesFinally =
        name.equals(CLOSE_FINALLY)
            && descriptor.endsWith("Ljava/lang/Throwable;)V")
            && className(u2(method + 1)).startsWith("kotlin/");
    return closesFinally ? Callee.CLOSE_FINALLY : Callee.OTHER;
  }

  private void readPool() {
    for (int i = 1; i < pool.length; i++) {
      pool[i] = position;
      int tag = u1(position);
      position +=
          switch (tag) {
            case 1 -> 3 + u2(position + 1);
            case 7, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
            case 5, 6 -> 9;
            default -> throw new IllegalArgumentException("constant of kind " + tag);
          };
      if (tag == 5 || tag == 6) {
        i++; // these take two places
      }
    }
  }

  private void readMethod() throws IOException {
    position += 2; // access
    String name = utf8(pool[u2()]);
    String descriptor = utf8(pool[u2()]);
    for (int attributes = u2(); attributes > 0; attributes--) {
      boolean isCode = utf8(pool[u2()]).equals("Code");
      int end = attributeEnd(bytes.length);
      if (isCode) {
        readCode(name, descriptor, end);
      }
      position = end;
    }
  }

  private void readCode(String name, String descriptor, int codeEnd) throws IOException {
    position += 4; // stack and locals
    int length = s4(position);
    position += 4;
    int start = position;
    if (length <= 0 || length > 0xffff || length > codeEnd - start) {
      throw new IllegalArgumentException("code of " + length + " bytes");
    }
    position += length;
    int entries = u2();
    if (entries == 0) {
      return; // nothing is closed because of an exception here
    }
    int table = position;
    int[] handlers =
        IntStream.range(0, entries).map(i -> u2(table + 8 * i + 4)).distinct().toArray();
    position += 8 * entries;
    List<int[]> lines = new ArrayList<>();
    for (int attributes = u2(); attributes > 0; attributes--) {
      boolean isLines = utf8(pool[u2()]).equals("LineNumberTable");
      int end = attributeEnd(codeEnd);
      if (isLines) {
        readLines(lines, end);
      }
      position = end;
    }
    methods.add(new Method(name, descriptor, start, length, handlers, lines));
  }

  private void readLines(List<int[]> lines, int end) {
    int count = u2();
    if (4 * count > end - position) {
      throw new IllegalArgumentException(count + " lines");
    }
    for (; count > 0; count--) {
      lines.add(new int[] {u2(), u2()});
    }
  }

  private void skipAttributes() {
    for (int attributes = u2(); attributes > 0; attributes--) {
      position += 2;
      position = attributeEnd(bytes.length);
    }
  }

  /** Reads the length of an attribute; where it ends, which is within what it belongs to. */
  private int attributeEnd(int limit) {
    int length = s4(position);
    position += 4;
    if (length < 0 || length > limit - position) {
      throw new IllegalArgumentException("attribute of " + length + " bytes");
    }
    return position + length;
  }

  private int u2() {
    position += 2;
    return u2(position - 2);
  }

  private String className(int index) throws IOException {
    return utf8(pool[u2(pool[index] + 1)]);
  }

  private String utf8(int at) throws IOException {
    if (u1(at) != 1) {
      throw new IllegalArgumentException("constant of kind " + u1(at) + " (expected: text)");
    }
    return new DataInputStream(new ByteArrayInputStream(bytes, at + 1, bytes.length - at - 1))
        .readUTF();
  }
}
