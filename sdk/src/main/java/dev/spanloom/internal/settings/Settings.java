package dev.spanloom.internal.settings;

import dev.spanloom.internal.hosting.Hosts;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Settings by name. What a {@link dev.spanloom.internal.hosting.Host} says comes first, in {@link
 * #ofProcess}. Else a name such as {@code MLFLOW_TRACKING_URI} is looked up as the system property
 * {@code mlflow.tracking.uri}, then as the environment variable; a name such as {@code
 * spanloom.status.on-exit} as the system property, then as the environment variable {@code
 * SPANLOOM_STATUS_ON_EXIT}. A value that does not fit is a warning, once, and the default.
 * Thread-safe.
 */
public final class Settings {
  private static final System.Logger LOG = System.getLogger(Settings.class.getName());

  private final UnaryOperator<@Nullable String> host;
  private final UnaryOperator<@Nullable String> properties;
  private final UnaryOperator<@Nullable String> environment;
  private final ConcurrentHashMap<String, Boolean> warned = new ConcurrentHashMap<>();

  public Settings(
      UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
    this(name -> null, properties, environment);
  }

  private Settings(
      UnaryOperator<@Nullable String> host,
      UnaryOperator<@Nullable String> properties,
      UnaryOperator<@Nullable String> environment) {
    this.host = host;
    this.properties = properties;
    this.environment = environment;
  }

  /** The settings of this process. */
  public static Settings ofProcess() {
    return new Settings(Hosts::setting, System::getProperty, System::getenv);
  }

  public Optional<String> text(String name) {
    boolean environmentStyle = name.equals(name.toUpperCase(Locale.ROOT));
    String property = environmentStyle ? name.toLowerCase(Locale.ROOT).replace('_', '.') : name;
    String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    String value = host.apply(name);
    if (value == null || value.isBlank()) {
      value = properties.apply(property);
    }
    if (value == null || value.isBlank()) {
      value = environment.apply(variable);
    }
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }

  public boolean flag(String name, boolean otherwise) {
    return parsed(
        name,
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "1" -> true;
              case "false", "0" -> false;
              default -> null;
            },
        otherwise,
        "true or false");
  }

  public long wholeNumber(String name, long atLeast, long otherwise) {
    return parsed(
        name,
        text -> {
          long number = Long.parseLong(text);
          return number >= atLeast ? number : null;
        },
        otherwise,
        "a whole number of at least " + atLeast);
  }

  /** A number from 0 to 1. */
  public double ratio(String name, double otherwise) {
    return parsed(
        name,
        text -> {
          double number = Double.parseDouble(text);
          return number >= 0 && number <= 1 ? number : null;
        },
        otherwise,
        "a number from 0 to 1");
  }

  /** One of some words, in lower case. */
  public <T> T oneOf(String name, Map<String, T> words, T otherwise) {
    return parsed(
        name,
        text -> words.get(text.toLowerCase(Locale.ROOT)),
        otherwise,
        "one of " + new TreeSet<>(words.keySet()));
  }

  private <T> T parsed(
      String name, Function<String, @Nullable T> parse, T otherwise, String expected) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      T value = parse.apply(text.get());
      if (value != null) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    if (warned.putIfAbsent(name + "=" + text.get(), true) == null) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: \"{1}\" (expected: {2}); using {3}",
          name,
          text.get(),
          expected,
          String.valueOf(otherwise));
    }
    return otherwise;
  }
}
