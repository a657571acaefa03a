package dev.spanloom.internal.callsite;

/**
 * The instructions of a method: how long each is, where it goes on to when it throws nothing, and
 * which local variable it moves. Asking throws for code that is damaged, and for subroutines, which
 * compilers have not made since Java 6. Not thread-safe.
 */
final class Instructions {
  static final int NOP = 0;
  static final int ACONST_NULL = 1;
  static final int IF_ACMPEQ = 165;
  static final int INVOKEVIRTUAL = 182;
  static final int INVOKESTATIC = 184;
  static final int INVOKEINTERFACE = 185;
  static final int ATHROW = 191;
  static final int CHECKCAST = 192;

  /** No local variable. */
  static final int NO_LOCAL = -1;

  private static final int ALOAD = 25;
  private static final int ALOAD_0 = 42;
  private static final int ALOAD_3 = 45;
  private static final int ISTORE = 54;
  private static final int LSTORE = 55;
  private static final int DSTORE = 57;
  private static final int ASTORE = 58;
  private static final int ISTORE_0 = 59;
  private static final int ASTORE_3 = 78;
  private static final int IFEQ = 153;
  private static final int GOTO = 167;
  private static final int TABLESWITCH = 170;
  private static final int LOOKUPSWITCH = 171;
  private static final int IRETURN = 172;
  private static final int RETURN = 177;
  private static final int WIDE = 196;
  private static final int IFNULL = 198;
  private static final int IFNONNULL = 199;
  private static final int GOTO_W = 200;
  private static final int IINC = 132;

  /** Lengths by operation code; 0 for what varies, for subroutines, and for what does not exist. */
  private static final byte[] LENGTHS =
      lengths(
          1, 16, 2, 1, 3, 1, 2, 1, 3, 2, 2, 5, 1, 28, 2, 5, 1, 73, 3, 1, 1, 20, 3, 15, 0, 4, 1, 6,
          3, 7, 5, 2, 3, 1, 2, 1, 3, 1, 1, 2, 3, 2, 1, 2, 0, 1, 4, 1, 3, 2, 5, 1);

  private static final int[] NOWHERE = {};

  private final ClassCode file;
  private final int start;
  private final int end;

  Instructions(ClassCode file, ClassCode.Method method) {
    this.file = file;
    this.start = method.start();
    this.end = method.length();
  }

  /** From pairs of a length and how many operation codes in a row have it. */
  private static byte[] lengths(int... pairs) {
    byte[] lengths = new byte[256];
    int code = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      for (int n = 0; n < pairs[i + 1]; n++) {
        lengths[code++] = (byte) pairs[i];
      }
    }
    return lengths;
  }

  /** How many bytes of code there are. */
  int end() {
    return end;
  }

  int operation(int index) {
    if (index < 0 || index >= end) {
      throw new IllegalArgumentException("index " + index + " of " + end);
    }
    return file.u1(start + index);
  }

  int length(int index) {
    int operation = operation(index);
    int length = LENGTHS[operation];
    if (length == 0) {
      length =
          switch (operation) {
            case WIDE -> file.u1(start + index + 1) == IINC ? 6 : 4;
            case TABLESWITCH, LOOKUPSWITCH -> switchEnd(index) - index;
            default -> throw new IllegalArgumentException("operation " + operation);
          };
    }
    if (length <= 0 || length > end - index) {
      throw new IllegalArgumentException("an instruction of " + length + " bytes at " + index);
    }
    return length;
  }

  /** The operand of a call: which method, by its place in the constant pool. */
  int method(int index) {
    return file.u2(start + index + 1);
  }

  /** Where the code goes on; nowhere after a return and a throw. */
  int[] next(int index) {
    int operation = operation(index);
    int behind = index + length(index);
    if ((operation >= IRETURN && operation <= RETURN) || operation == ATHROW) {
      return NOWHERE;
    }
    if (operation == GOTO) {
      return new int[] {index + file.s2(start + index + 1)};
    }
    if (operation == GOTO_W) {
      return new int[] {index + file.s4(start + index + 1)};
    }
    if (operation == TABLESWITCH || operation == LOOKUPSWITCH) {
      return switchTargets(index);
    }
    if (isBranch(operation)) {
      return new int[] {behind, index + file.s2(start + index + 1)};
    }
    return new int[] {behind};
  }

  private static boolean isBranch(int operation) {
    return (operation >= IFEQ && operation < GOTO) || operation == IFNULL || operation == IFNONNULL;
  }

  private static int operands(int index) {
    return (index & ~3) + 4;
  }

  private int switchCount(int index) {
    int at = start + operands(index);
    long count =
        operation(index) == TABLESWITCH
            ? (long) file.s4(at + 8) - file.s4(at + 4) + 1
            : file.s4(at + 4);
    if (count < 0 || count > end) {
      throw new IllegalArgumentException("a switch of " + count);
    }
    return (int) count;
  }

  private int switchEnd(int index) {
    int count = switchCount(index);
    return operands(index) + (operation(index) == TABLESWITCH ? 12 + 4 * count : 8 + 8 * count);
  }

  private int[] switchTargets(int index) {
    boolean table = operation(index) == TABLESWITCH;
    int at = start + operands(index);
    int[] targets = new int[switchCount(index) + 1];
    targets[0] = index + file.s4(at);
    for (int i = 1; i < targets.length; i++) {
      targets[i] = index + file.s4(table ? at + 8 + 4 * i : at + 4 + 8 * i);
    }
    return targets;
  }

  /** The local variable whose reference the instruction loads; {@link #NO_LOCAL} for another. */
  int loaded(int index) {
    int operation = operation(index);
    if (operation == ALOAD) {
      return file.u1(start + index + 1);
    }
    if (operation >= ALOAD_0 && operation <= ALOAD_3) {
      return operation - ALOAD_0;
    }
    return operation == WIDE && file.u1(start + index + 1) == ALOAD
        ? file.u2(start + index + 2)
        : NO_LOCAL;
  }

  /** The local variable into which the instruction stores, whatever its type. */
  int stored(int index) {
    int operation = operation(index);
    if (operation >= ISTORE && operation <= ASTORE) {
      return file.u1(start + index + 1);
    }
    if (operation >= ISTORE_0 && operation <= ASTORE_3) {
      return (operation - ISTORE_0) % 4;
    }
    if (operation == WIDE) {
      int widened = file.u1(start + index + 1);
      return widened >= ISTORE && widened <= ASTORE ? file.u2(start + index + 2) : NO_LOCAL;
    }
    return NO_LOCAL;
  }

  /** Whether what is stored is a reference. */
  boolean storesReference(int index) {
    return storedType(index) == ASTORE;
  }

  /** Whether what is stored takes two local variables: a long or a double. */
  boolean storesTwo(int index) {
    int type = storedType(index);
    return type == LSTORE || type == DSTORE;
  }

  /** The operation code of the general form of a store; {@link #NOP} for what stores nothing. */
  private int storedType(int index) {
    int operation = operation(index);
    if (operation >= ISTORE_0 && operation <= ASTORE_3) {
      return ISTORE + (operation - ISTORE_0) / 4;
    }
    int general = operation == WIDE ? file.u1(start + index + 1) : operation;
    return general >= ISTORE && general <= ASTORE ? general : NOP;
  }
}
