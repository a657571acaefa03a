package dev.spanloom.testpostgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL of its own in a temporary folder, on a free port of the loopback interface. It ends,
 * and its folder goes, when it is closed or when this JVM ends, in whichever way that ends.
 *
 * <p>Nothing is synchronised to the disk unless a setting says so: what was committed outlives the
 * server's processes, and would not outlive the machine. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
  /** The superuser. */
  public static final String USER = "spanloom";

  /** With letters that a URI must escape. */
  public static final String PASSWORD = "s3cret/p@ss";

  private static final int ATTEMPTS = 5;
  private static final int RESTARTS = 100;
  private static final long BETWEEN_RESTARTS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Below those that systems give to whoever asks for any port, also while a server is down. */
  private static final int LOWEST_PORT = 20_000;

  private static final int HIGHEST_PORT = 32_000;

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "fsync=off",
          "max_connections=200",
          "shared_buffers=64MB",
          "max_wal_size=1GB",
          "timezone=UTC");

  private final Unprivileged way;
  private final Path binaries;
  private final Path folder;
  private final List<String> settings;
  private final AtomicInteger databases = new AtomicInteger();
  private final int port;
  private ServerProcess process;

  private PostgresServer(
      Unprivileged way, Path binaries, Path folder, List<String> settings, int port)
      throws IOException {
    this.way = way;
    this.binaries = binaries;
    this.folder = folder;
    this.settings = settings;
    this.port = port;
    this.process = launch();
  }

  private static final class Shared {
    /** Without autovacuum, which would come in between at times of its own. */
    static final PostgresServer SERVER = start("autovacuum=off");
  }

  /** The one of this JVM, started when it is first asked for; nobody closes it. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /**
   * Starts a server.
   *
   * @param settings such as {@code fsync=on}
   * @throws IllegalStateException when it does not start; with what it said
   */
  public static PostgresServer start(String... settings) {
    try {
      Unprivileged way = Unprivileged.find();
      Path binaries = PostgresBinaries.folder();
      Path folder = Files.createTempDirectory("spanloom-postgresql-data-");
      initialize(way, binaries, folder);
      List<String> all = new ArrayList<>(SETTINGS);
      all.addAll(List.of(settings));
      IOException failure = new IOException("no free port");
      for (int i = 0; i < ATTEMPTS; i++) {
        try {
          return new PostgresServer(way, binaries, folder, all, freePort());
        } catch (IOException e) {
          failure = e; // perhaps somebody else took the port meanwhile
        }
      }
      remove(folder);
      throw failure;
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL does not start: " + e.getMessage(), e);
    }
  }

  private static void initialize(Unprivileged way, Path binaries, Path folder) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    way.own(folder);
    List<String> command =
        way.command(
            List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + folder.resolve("data"),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // not the order of bytes, so that what depends on that order is seen
                "--locale=C",
                "--locale-provider=icu",
                "--icu-locale=en",
                "--no-sync"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("initdb failed: " + said);
    }
  }

  private static int freePort() throws IOException {
    int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private ServerProcess launch() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                folder.resolve("data").toString()));
    List<String> all = new ArrayList<>(settings);
    all.add("port=" + port);
    for (String setting : all) {
      command.add("-c");
      command.add(setting);
    }
    return ServerProcess.start(way, command, folder);
  }

  public int port() {
    return port;
  }

  /** The URI of a database, with user and password. */
  public String uri(String database) {
    return "postgresql://"
        + USER
        + ":"
        + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8)
        + "@127.0.0.1:"
        + port
        + "/"
        + database;
  }

  /** Makes an empty database, and returns its URI. */
  public String newDatabase() {
    String name = "db" + databases.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return uri(name);
  }

  /** Makes a database with all that is in another one, which nobody uses; returns its URI. */
  public String copyOf(String uri) {
    String name = "db" + databases.incrementAndGet();
    String original = uri.substring(uri.lastIndexOf('/') + 1);
    execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + original);
    return uri(name);
  }

  /** Runs a statement as the superuser. */
  public void execute(String database, String sql) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  /** Kills the server and all its processes, as a crash of the machine would. */
  public synchronized void kill() {
    process.kill();
  }

  /** Ends the server in good order; its data stay. */
  public synchronized void stop() {
    process.stop();
  }

  /**
   * Starts the server again, with the same data on the same port, after {@link #kill} or {@link
   * #stop}.
   */
  public synchronized void restart() {
    IOException failure = new IOException("not tried");
    for (int i = 0; i < RESTARTS; i++) {
      try {
        process = launch();
        return;
      } catch (IOException e) {
        failure = e; // perhaps a process that outlived the others for a moment holds the memory
        LockSupport.parkNanos(BETWEEN_RESTARTS_NANOS);
      }
    }
    throw new IllegalStateException(
        "PostgreSQL does not start again: " + failure.getMessage(), failure);
  }

  @Override
  public synchronized void close() {
    process.close();
    remove(folder); // after a kill nobody else does
  }

  private static void remove(Path folder) {
    try {
      PostgresBinaries.delete(folder);
    } catch (IOException | UncheckedIOException e) {
      System.getLogger(PostgresServer.class.getName())
          .log(System.Logger.Level.DEBUG, "somebody else removes " + folder, e);
    }
  }
}
