package dev.spanloom.server.security;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of tokens: JSON that only its owner reads, replaced as a whole under a lock, so that
 * servers and commands can change it at the same time. Thread-safe.
 */
public final class TokenFile {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final Object OF_THIS_PROCESS = new Object();

  private final Path file;

  public TokenFile(Path file) {
    this.file = file;
  }

  /**
   * A new token.
   *
   * @param secret what the client sends; it is kept nowhere
   */
  public record Created(Token token, String secret) {
    @Override
    public String toString() {
      return token.name();
    }
  }

  /** Whether there is one: from then on a server wants tokens. */
  public boolean exists() {
    return Files.exists(file);
  }

  public Path path() {
    return file;
  }

  /**
   * All tokens, in the order they were made; none when there is no file.
   *
   * @throws IllegalArgumentException when the file holds something else
   */
  public List<Token> tokens() {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("token file " + file + " cannot be read: " + e, e);
    }
  }

  private List<Token> parse(String text) {
    try {
      if (JsonReader.readObject(text).get("tokens") instanceof List<?> list) {
        List<Token> tokens = new ArrayList<>();
        for (Object item : list) {
          if (!(item instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("a token that is no object");
          }
          tokens.add(Token.fromMap(map));
        }
        return tokens;
      }
      throw new IllegalArgumentException("no list \"tokens\"");
    } catch (JsonSyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "token file " + file + ": " + e.getMessage() + " (expected: what 'token create' writes)",
          e);
    }
  }

  /**
   * Makes a token.
   *
   * @param expiresUnixMillis 0 for never
   * @throws IllegalArgumentException when the name is none, or taken
   */
  public Created create(String name, Set<Role> roles, long expiresUnixMillis) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: \"" + name + "\" (expected: up to 64 letters, digits and . _ @ -)");
    }
    TokenSecret secret = TokenSecret.random();
    Token made =
        secret.keep(name, EnumSet.copyOf(roles), System.currentTimeMillis(), expiresUnixMillis);
    change(
        tokens -> {
          if (tokens.stream().anyMatch(token -> token.name().equals(name))) {
            throw new IllegalArgumentException("there is a token \"" + name + "\" already");
          }
          List<Token> more = new ArrayList<>(tokens);
          more.add(made);
          return more;
        });
    return new Created(made, secret.text());
  }

  /** Takes a token away, by name or id; false when there is none. */
  public boolean revoke(String nameOrId) {
    boolean[] found = new boolean[1];
    change(
        tokens -> {
          List<Token> kept = new ArrayList<>(tokens);
          found[0] =
              kept.removeIf(token -> token.name().equals(nameOrId) || token.id().equals(nameOrId));
          return kept;
        });
    return found[0];
  }

  /** Enters when tokens were used. */
  void enterUses(Map<String, Long> lastUsedById) {
    change(
        tokens ->
            tokens.stream()
                .map(
                    token -> {
                      long used = lastUsedById.getOrDefault(token.id(), 0L);
                      return used > token.lastUsedUnixMillis() ? token.usedAt(used) : token;
                    })
                .toList());
  }

  private void change(UnaryOperator<List<Token>> change) {
    synchronized (OF_THIS_PROCESS) { // a lock of the file is one of the process
      Path lock = file.resolveSibling(file.getFileName() + ".lock");
      try (FileChannel channel =
          FileChannel.open(
              lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly())) {
        var held = channel.lock();
        List<Token> before = tokens();
        List<Token> after = change.apply(before);
        if (!after.equals(before)) {
          write(after);
        }
        held.release();
      } catch (IOException e) {
        throw new UncheckedIOException("token file " + file + " cannot be written: " + e, e);
      }
    }
  }

  private void write(List<Token> tokens) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("version", 1);
    map.put("tokens", tokens.stream().map(Token::toMap).toList());
    byte[] json =
        (JsonWriter.pretty().value(map).toString() + "\n").getBytes(StandardCharsets.UTF_8);
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    try (FileChannel out =
        FileChannel.open(
            beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
      ByteBuffer bytes = ByteBuffer.wrap(json);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
