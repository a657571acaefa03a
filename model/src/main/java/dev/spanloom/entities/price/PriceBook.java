package dev.spanloom.entities.price;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Prices of models by name and day. Counterpart of the price table that newer MLflow servers have.
 * Immutable and thread-safe.
 *
 * <p>A name is matched as it is, then without what providers put around it: {@code
 * openai/gpt-5-2025-08-07} and {@code us.anthropic.claude-sonnet-4-5-20250929-v1:0} are {@code
 * gpt-5} and {@code claude-sonnet-4-5}, unless the book knows the longer name. A model that the
 * book does not know, and a call from before its first price, have no cost.
 *
 * <pre>{@code
 * PriceBook book = PriceBook.load(Path.of("prices.json")).orElse(PriceBook.builtIn());
 * Optional<LlmCost> cost = book.cost("gpt-5", new TokenUsage(1200, 300), startTimeUnixNanos);
 * }</pre>
 */
public final class PriceBook {
  /** The setting that names a file of prices: a system property. */
  public static final String SETTING = "spanloom.prices";

  /** The setting that names a file of prices: an environment variable. */
  public static final String VARIABLE = "SPANLOOM_PRICES";

  private static final System.Logger LOG = System.getLogger(PriceBook.class.getName());
  private static final String BUILT_IN = "prices.json";

  /** Names come from traced programs, which may have any number of them. */
  private static final int MAX_REMEMBERED_NAMES = 1000;

  private static final long NANOS_PER_DAY = 86_400_000_000_000L;

  private final List<ModelPrice> prices;
  private final Map<String, List<ModelPrice>> byName = new HashMap<>();
  private final TreeMap<String, List<ModelPrice>> byPrefix =
      new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(n -> n));
  private final @Nullable PriceBook otherwise;
  private final ConcurrentHashMap<String, List<ModelPrice>> remembered = new ConcurrentHashMap<>();

  private PriceBook(List<ModelPrice> prices, @Nullable PriceBook otherwise) {
    this.prices =
        prices.stream().sorted(Comparator.comparing(ModelPrice::validFrom).reversed()).toList();
    this.otherwise = otherwise;
    for (ModelPrice price : this.prices) {
      add(byName, price.model(), price);
      price.aliases().forEach(alias -> add(byName, alias, price));
      price.prefixes().forEach(prefix -> add(byPrefix, prefix, price));
    }
  }

  private static void add(Map<String, List<ModelPrice>> map, String name, ModelPrice price) {
    map.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>()).add(price);
  }

  /** A book of these prices alone. */
  public static PriceBook of(List<ModelPrice> prices) {
    return new PriceBook(prices, null);
  }

  /** The prices that come with Spanloom; {@link ModelPrice#source} says how old they are. */
  public static PriceBook builtIn() {
    return BuiltIn.BOOK;
  }

  private static final class BuiltIn {
    static final PriceBook BOOK = read();

    private static PriceBook read() {
      try (InputStream in = PriceBook.class.getResourceAsStream(BUILT_IN)) {
        if (in == null) {
          throw new IllegalStateException("no " + BUILT_IN + " beside " + PriceBook.class);
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return of(PriceFile.read(text, BUILT_IN));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Reads a JSON file of prices, which is a book of its own.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it cannot be read or is no such file;
   *     names the file, the line, the entry, the value and what was expected
   */
  public static PriceBook load(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw MlflowException.invalidParameter(
          "prices: \"" + file + "\" (expected: a readable JSON file of prices in UTF-8): " + e);
    }
    return of(PriceFile.read(text, file.toString()));
  }

  /**
   * The book that this process is told to use: the file that the system property {@code
   * spanloom.prices} or the environment variable {@code SPANLOOM_PRICES} names, completed by the
   * built-in prices; without such a setting the built-in ones.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when the file cannot be read
   */
  public static PriceBook configured() {
    return configured(System::getProperty, System::getenv);
  }

  static PriceBook configured(
      UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
    return configuredFile(properties, environment)
        .map(file -> load(file).orElse(builtIn()))
        .orElse(builtIn());
  }

  /** The file of prices that this process is told to use, which may be missing or bad. */
  public static Optional<Path> configuredFile() {
    return configuredFile(System::getProperty, System::getenv);
  }

  private static Optional<Path> configuredFile(
      UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
    String path = properties.apply(SETTING);
    if (path == null || path.isBlank()) {
      path = environment.apply(VARIABLE);
    }
    return path == null || path.isBlank() ? Optional.empty() : Optional.of(Path.of(path.strip()));
  }

  /**
   * The configured book, read once, which stores use for what they take. Where its file is bad,
   * that is logged and the built-in prices count: call {@link #configured} at set-up to fail
   * instead.
   */
  public static PriceBook current() {
    return Current.BOOK;
  }

  private static final class Current {
    static final PriceBook BOOK = read();

    private static PriceBook read() {
      try {
        return configured();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "using the built-in prices: " + e.getMessage());
        return builtIn();
      }
    }
  }

  /** This book, completed by another where it has no price. */
  public PriceBook orElse(PriceBook other) {
    return new PriceBook(prices, otherwise == null ? other : otherwise.orElse(other));
  }

  /** All prices of this book and of those that complete it, the latest first within each. */
  public List<ModelPrice> prices() {
    List<ModelPrice> all = new ArrayList<>(prices);
    if (otherwise != null) {
      all.addAll(otherwise.prices());
    }
    return List.copyOf(all);
  }

  /** The price of a model at a time; empty when the book has none. */
  public Optional<ModelPrice> price(String model, Instant time) {
    return find(model, LocalDate.ofInstant(time, ZoneOffset.UTC));
  }

  /**
   * What a call cost; empty when its price is unknown or it used nothing.
   *
   * @param startTimeUnixNanos when it was made, nanoseconds since the Unix epoch
   */
  public Optional<LlmCost> cost(String model, TokenUsage usage, long startTimeUnixNanos) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(startTimeUnixNanos, NANOS_PER_DAY));
    return find(model, day).flatMap(price -> price.cost(usage));
  }

  /** The cost that a span says itself; else that of its model and tokens; empty when unknown. */
  public Optional<LlmCost> cost(Span span) {
    Optional<LlmCost> said = span.llmCost();
    if (said.isPresent()) {
      return said;
    }
    Optional<TokenUsage> usage = span.tokenUsage();
    String model = usage.isEmpty() ? null : span.modelName();
    return model == null ? Optional.empty() : cost(model, usage.get(), span.startTimeUnixNanos());
  }

  private Optional<ModelPrice> find(String model, LocalDate day) {
    for (ModelPrice price : dated(model)) {
      if (!price.validFrom().isAfter(day)) {
        return Optional.of(price);
      }
    }
    return otherwise == null ? Optional.empty() : otherwise.find(model, day);
  }

  /** The prices of a model, the latest first. */
  private List<ModelPrice> dated(String model) {
    List<ModelPrice> known = remembered.get(model);
    if (known == null) {
      known = match(model);
      if (remembered.size() < MAX_REMEMBERED_NAMES) {
        remembered.put(model, known);
      }
    }
    return known;
  }

  private List<ModelPrice> match(String model) {
    List<String> forms = ModelNameForms.of(model);
    for (String form : forms) {
      List<ModelPrice> found = byName.get(form);
      if (found != null) {
        return found;
      }
    }
    for (Map.Entry<String, List<ModelPrice>> entry : byPrefix.entrySet()) {
      if (forms.stream().anyMatch(form -> form.startsWith(entry.getKey()))) {
        return entry.getValue();
      }
    }
    return List.of();
  }
}
