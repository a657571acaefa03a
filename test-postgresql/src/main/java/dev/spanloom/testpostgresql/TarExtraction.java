package dev.spanloom.testpostgresql;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Unpacks a tar archive of files, folders and symbolic links. */
final class TarExtraction {
  private static final int BLOCK = 512;

  private TarExtraction() {}

  static void extract(InputStream tar, Path folder) throws IOException {
    byte[] header = new byte[BLOCK];
    while (tar.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
      String prefix = text(header, 345, 155);
      String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
      Path target = folder.resolve(name).normalize();
      if (!target.startsWith(folder)) {
        throw new IOException("archive entry " + name + " leaves the folder");
      }
      long size = octal(header, 124, 12);
      Files.createDirectories(target.getParent());
      switch (header[156]) {
        case '0', 0 -> {
          copy(tar, size, target);
          boolean runs = (octal(header, 100, 8) & 0100) != 0;
          Files.setPosixFilePermissions(
              target, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
        }
        case '2' -> Files.createSymbolicLink(target, Path.of(text(header, 157, 100)));
        case '5' -> Files.createDirectories(target);
        default ->
            throw new IOException("archive entry " + name + " of kind " + (char) header[156]);
      }
    }
  }

  private static void copy(InputStream tar, long size, Path target) throws IOException {
    try (var out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[1 << 16];
      long left = size;
      while (left > 0) {
        int read = tar.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new EOFException("the archive ends within " + target.getFileName());
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int from, int length) {
    return Long.parseLong(text(header, from, length).trim(), 8);
  }
}
