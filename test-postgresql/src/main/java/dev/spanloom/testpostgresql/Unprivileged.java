package dev.spanloom.testpostgresql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How programs are run that refuse to be run by the superuser. Each way replaces itself with the
 * program, which so keeps the number of the process.
 *
 * @param prefix what stands before the command
 * @param user who must own its folder; empty for whoever runs this
 */
record Unprivileged(List<String> prefix, String user) {
  private static final Unprivileged AS_WE_ARE = new Unprivileged(List.of(), "");

  /** In a namespace where nobody is the superuser, though files are still ours. */
  private static final Unprivileged IN_A_NAMESPACE =
      new Unprivileged(List.of("unshare", "--user"), "");

  private static final Unprivileged AS_NOBODY =
      new Unprivileged(
          List.of("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups"), "nobody");

  /** The first way that works. */
  static Unprivileged find() throws IOException {
    for (Unprivileged way : List.of(AS_WE_ARE, IN_A_NAMESPACE, AS_NOBODY)) {
      if (way.works()) {
        return way;
      }
    }
    throw new IOException(
        "PostgreSQL must not be run by the superuser, and neither unshare nor setpriv works"
            + " (expected: one of both, from util-linux; or run the tests as another user)");
  }

  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Gives a folder to who will run the program. */
  void own(Path folder) throws IOException {
    if (user.isEmpty()) {
      return;
    }
    var owner = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setOwner(file, owner);
      }
    }
  }

  private boolean works() {
    try {
      Process process =
          new ProcessBuilder(command(List.of("id", "-u"))).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String id =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
      return process.waitFor() == 0 && !id.equals("0");
    } catch (IOException e) {
      return false; // there is no such command
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
