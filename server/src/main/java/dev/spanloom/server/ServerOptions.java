package dev.spanloom.server;

import dev.spanloom.server.otlp.SpanLimits;
import dev.spanloom.server.security.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a server runs. Immutable; made by a {@link #builder()}.
 *
 * @param host the address to listen on
 * @param port the port; 0 for a free one
 * @param hosts names that a Host header may have besides those of this machine, such as {@code
 *     traces.example.org}; {@code *} for any
 * @param origins pages of which browsers may send requests that change something, such as {@code
 *     https://ui.example.org}
 * @param insecure whether others than this machine may be served without tokens
 * @param certificate PEM file of the certificate chain; null for no TLS
 * @param certificateKey PEM file of its private key
 * @param tokenFile where the tokens are; null for a server without tokens
 * @param limits what a server takes on at once
 * @param spanLimits what it takes of one OTLP request
 * @param experimentsByService the name of the experiment of a service, by its {@code service.name};
 *     for OTLP requests that name no experiment
 * @param basePath the path before all that it serves, with slashes around it; {@code /} for none
 * @param stalledAfter how long nothing may come of a running trace before it is given up; zero for
 *     ever
 */
public record ServerOptions(
    String host,
    int port,
    Set<String> hosts,
    Set<String> origins,
    boolean insecure,
    @Nullable Path certificate,
    @Nullable Path certificateKey,
    @Nullable Path tokenFile,
    Limits limits,
    SpanLimits spanLimits,
    Map<String, String> experimentsByService,
    String basePath,
    Duration stalledAfter) {
  public static final int DEFAULT_PORT = 5000;
  public static final Duration DEFAULT_STALLED_AFTER = Duration.ofHours(1);

  private static final int LAST_PORT = 65_535;
  private static final Pattern BASE_PATH = Pattern.compile("/(?:[A-Za-z0-9._~-]+/)*");

  public ServerOptions {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: \"\" (expected: an address such as 127.0.0.1)");
    }
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to " + LAST_PORT + ")");
    }
    if ((certificate == null) != (certificateKey == null)) {
      throw new IllegalArgumentException(
          "TLS: only one of certificate and key (expected: both, or none)");
    }
    hosts = Set.copyOf(hosts);
    origins = Set.copyOf(origins);
    experimentsByService = Map.copyOf(experimentsByService);
    if (!BASE_PATH.matcher(basePath).matches()) {
      throw new IllegalArgumentException(
          "basePath: \""
              + basePath
              + "\" (expected: / or a path such as /spanloom/, of letters, digits and . _ ~ -)");
    }
    if (stalledAfter.isNegative()) {
      throw new IllegalArgumentException(
          "stalledAfter: " + stalledAfter + " (expected: a time, or zero for never)");
    }
  }

  /** On this machine only, at MLflow's port. */
  public static ServerOptions defaults() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  public ServerOptions withPort(int newPort) {
    return new ServerOptions(
        host,
        newPort,
        hosts,
        origins,
        insecure,
        certificate,
        certificateKey,
        tokenFile,
        limits,
        spanLimits,
        experimentsByService,
        basePath,
        stalledAfter);
  }

  public boolean hasTls() {
    return certificate != null;
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port = DEFAULT_PORT;
    private final Set<String> hosts = new TreeSet<>();
    private final Set<String> origins = new TreeSet<>();
    private boolean insecure;
    private @Nullable Path certificate;
    private @Nullable Path certificateKey;
    private @Nullable Path tokenFile;
    private Limits limits = Limits.DEFAULTS;
    private SpanLimits spanLimits = SpanLimits.DEFAULTS;
    private final Map<String, String> experimentsByService = new TreeMap<>();
    private String basePath = "/";
    private Duration stalledAfter = DEFAULT_STALLED_AFTER;

    private Builder() {}

    public Builder host(String address) {
      this.host = address;
      return this;
    }

    public Builder port(int number) {
      this.port = number;
      return this;
    }

    /** Lets a Host header have one more name. */
    public Builder allowHost(String name) {
      hosts.add(name);
      return this;
    }

    /** Lets pages of one more origin send requests that change something. */
    public Builder allowOrigin(String origin) {
      origins.add(origin);
      return this;
    }

    /** Serves others than this machine even when there are no tokens. */
    public Builder insecure(boolean allowed) {
      this.insecure = allowed;
      return this;
    }

    /** Speaks TLS. */
    public Builder tls(@Nullable Path certificateFile, @Nullable Path keyFile) {
      this.certificate = certificateFile;
      this.certificateKey = keyFile;
      return this;
    }

    public Builder tokenFile(@Nullable Path file) {
      this.tokenFile = file;
      return this;
    }

    public Builder limits(Limits all) {
      this.limits = all;
      return this;
    }

    public Builder spanLimits(SpanLimits all) {
      this.spanLimits = all;
      return this;
    }

    /**
     * Sends the traces of a service to an experiment, which is created when there is none of that
     * name and the first of them comes.
     */
    public Builder route(String serviceName, String experimentName) {
      experimentsByService.put(serviceName, experimentName);
      return this;
    }

    /**
     * Serves everything below a path, as a proxy in front has it: {@code /spanloom} or {@code
     * /spanloom/}.
     */
    public Builder basePath(String path) {
      this.basePath = path.endsWith("/") ? path : path + "/";
      return this;
    }

    /** Gives running traces up of which nothing came for so long; zero for never. */
    public Builder stalledAfter(Duration quiet) {
      this.stalledAfter = quiet;
      return this;
    }

    public ServerOptions build() {
      return new ServerOptions(
          host,
          port,
          hosts,
          origins,
          insecure,
          certificate,
          certificateKey,
          tokenFile,
          limits,
          spanLimits,
          experimentsByService,
          basePath,
          stalledAfter);
    }
  }
}
