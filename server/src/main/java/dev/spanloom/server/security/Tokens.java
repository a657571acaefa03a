package dev.spanloom.server.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of a running server. It follows its file: what is made or revoked is so within a
 * second. Once there was a file, tokens are wanted until the server ends; a file that is gone or
 * cannot be read refuses everybody. Thread-safe.
 */
public final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long ENTER_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final Token NOBODY =
      new TokenSecret("00000000", "nobody").keep("nobody", Set.of(Role.READ), 0, 0);

  private final @Nullable TokenFile file;
  private final Map<String, Long> uses = new ConcurrentHashMap<>();
  private final AtomicLong lastEntered = new AtomicLong(System.currentTimeMillis());
  private final AtomicLong nextLook;
  private volatile boolean required;
  private volatile Map<String, Token> byId = Map.of();
  private @Nullable State state;

  /** By which it is seen that a file is another one. */
  private record State(FileTime time, long size, @Nullable Object key) {}

  /**
   * Reads a file of tokens.
   *
   * @param file null for a server that wants none
   * @throws IllegalArgumentException when the file holds something else
   */
  public Tokens(@Nullable TokenFile file) {
    this.file = file;
    this.nextLook = new AtomicLong(System.nanoTime() + LOOK_NANOS);
    if (file != null && file.exists()) {
      required = true;
      read(file);
    }
  }

  /** Whether requests need a token. */
  public boolean required() {
    look();
    return required;
  }

  /** Whether there is a token that is good for something now. */
  public boolean anyGood() {
    long now = System.currentTimeMillis();
    return byId.values().stream().anyMatch(token -> !token.isExpired(now));
  }

  /** The token of what a client sent, even if it has expired. */
  Optional<Token> find(String sent) {
    look();
    Optional<TokenSecret> secret = TokenSecret.read(sent);
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    Token known = byId.get(secret.get().id());
    boolean same = secret.get().isOf(known == null ? NOBODY : known);
    return same ? Optional.ofNullable(known) : Optional.empty();
  }

  /** Notes that a token was good for a request; true when {@link #enterUses} is due. */
  boolean used(Token token) {
    long now = System.currentTimeMillis();
    uses.put(token.id(), now);
    long last = lastEntered.get();
    return now - last > ENTER_MILLIS && lastEntered.compareAndSet(last, now);
  }

  /** Writes down when tokens were used; may wait for the disk. */
  public void enterUses() {
    Map<String, Long> noted = new HashMap<>(uses);
    if (file == null || noted.isEmpty() || !file.exists()) {
      return;
    }
    try {
      file.enterUses(noted);
      noted.forEach(uses::remove);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      LOG.warn("it could not be written when tokens were used: {}", e.getMessage());
    }
  }

  private void look() {
    long now = System.nanoTime();
    long next = nextLook.get();
    if (file == null || now - next < 0 || !nextLook.compareAndSet(next, now + LOOK_NANOS)) {
      return;
    }
    if (required || file.exists()) {
      required = true;
      try {
        read(file);
      } catch (UncheckedIOException | IllegalArgumentException e) {
        LOG.error("everybody is refused: {}", e.getMessage());
        byId = Map.of();
        state = null;
      }
    }
  }

  private synchronized void read(TokenFile from) {
    State now = state(from);
    if (now != null && now.equals(state)) {
      return;
    }
    Map<String, Token> read = new HashMap<>();
    from.tokens().forEach(token -> read.put(token.id(), token));
    byId = Map.copyOf(read);
    state = now;
  }

  private static @Nullable State state(TokenFile from) {
    try {
      BasicFileAttributes found = Files.readAttributes(from.path(), BasicFileAttributes.class);
      return new State(found.lastModifiedTime(), found.size(), found.fileKey());
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("token file " + from.path() + " cannot be read: " + e, e);
    }
  }
}
