package dev.spanloom.testpostgresql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once for all test JVMs of a user. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}. */
  static Path folder() throws IOException {
    byte[] archive = archive();
    Path shared = Path.of(System.getProperty("java.io.tmpdir"));
    String user = System.getProperty("user.name");
    Path folder = shared.resolve("spanloom-postgresql-" + user + "-" + hash(archive));
    if (!Files.isDirectory(folder)) {
      unpack(archive, shared, folder);
    }
    if (!Files.getOwner(folder).getName().equals(user)) {
      throw new IOException(folder + " belongs to somebody else (expected: " + user + ")");
    }
    return folder;
  }

  /** Other JVMs see all of it or nothing. */
  private static void unpack(byte[] archive, Path shared, Path folder) throws IOException {
    Path unpacked = Files.createTempDirectory(shared, "spanloom-postgresql-");
    try {
      Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
      try (InputStream in = new XZInputStream(new ByteArrayInputStream(archive))) {
        TarExtraction.extract(in, unpacked);
      }
      Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      // another JVM was faster
    } finally {
      delete(unpacked);
    }
  }

  private static byte[] archive() throws IOException {
    String os = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    List<String> names =
        switch (architecture) {
          case "amd64", "x86_64" -> List.of("x86_64");
          case "aarch64" -> List.of("arm_64", "arm64v8");
          default -> List.of(architecture);
        };
    for (String name : names) {
      String resource = "/postgres-" + os.toLowerCase(java.util.Locale.ROOT) + "-" + name + ".txz";
      try (InputStream in = PostgresBinaries.class.getResourceAsStream(resource)) {
        if (in != null) {
          return in.readAllBytes();
        }
      }
    }
    throw new IOException(
        "no PostgreSQL for "
            + os
            + " on "
            + architecture
            + " on the class path (expected: an artifact of io.zonky.test.postgres, see"
            + " test-postgresql/pom.xml)");
  }

  private static String hash(byte[] archive) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(folder)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }
}
