package dev.spanloom.server;

import dev.spanloom.server.security.TokenFile;
import dev.spanloom.server.security.Tokens;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;

/** Who may reach a server at all. */
final class Access {
  private Access() {}

  /**
   * The tokens of a server.
   *
   * @throws ServerStartException when others than this machine could reach it without any
   */
  static Tokens tokens(ServerOptions options) {
    InetAddress address = Listening.address(options);
    Path file = options.tokenFile();
    Tokens tokens;
    try {
      tokens = new Tokens(file == null ? null : new TokenFile(file));
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new ServerStartException(String.valueOf(e.getMessage()), e);
    }
    if (!address.isLoopbackAddress() && !options.insecure() && !tokens.anyGood()) {
      throw new ServerStartException(
          "host: "
              + options.host()
              + " can be reached from other machines, and there is no token (expected: a token, as"
              + " 'spanloom token create' makes it"
              + (file == null ? "" : " in " + file)
              + "; or --insecure, which lets whoever reaches it read and write)");
    }
    return tokens;
  }
}
