package dev.spanloom.cli.server;

import dev.spanloom.cli.option.ByteSize;
import dev.spanloom.cli.option.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * What the words of the command, the environment and a file say of a server, in this order of
 * precedence: {@code --port} before {@code SPANLOOM_SERVER_PORT} before {@code port} in the file.
 */
final class Settings {
  private static final String PREFIX = "SPANLOOM_SERVER_";

  private final CommandSpec spec;
  private final Map<String, Value> values = new LinkedHashMap<>();

  /**
   * A value and where it stands.
   *
   * @param source for messages: {@code --port}
   */
  private record Value(String text, String source) {}

  /**
   * Collects them.
   *
   * @param spec the command, after its words were read
   * @param file what the file says, by name
   * @param fileName for messages
   */
  Settings(
      CommandSpec spec,
      Map<String, String> environment,
      Map<String, String> file,
      String fileName) {
    this.spec = spec;
    for (String name : names(spec)) {
      String variable = PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
      OptionSpec word = spec.commandLine().getParseResult().matchedOption("--" + name);
      if (word != null && word.getValue() != null) {
        values.put(name, new Value(word.getValue().toString(), "--" + name));
        continue;
      }
      String set = environment.getOrDefault(variable, "").strip();
      String written = file.get(name);
      if (!set.isEmpty()) {
        values.put(name, new Value(set, variable));
      } else if (written != null) {
        values.put(name, new Value(written.strip(), name + " in " + fileName));
      }
    }
  }

  /** What can be set: the long options, without those that stand on the command line alone. */
  static List<String> names(CommandSpec spec) {
    return spec.options().stream()
        .map(OptionSpec::longestName)
        .filter(name -> !name.equals("--help") && !name.equals("--config"))
        .map(name -> name.substring(2))
        .toList();
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(Value::text).filter(text -> !text.isEmpty());
  }

  List<String> list(String name) {
    return text(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** A list of names and values, such as {@code shop=Orders}; none of both may be empty. */
  Map<String, String> pairs(String name, String form) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String item : list(name)) {
      int equals = item.indexOf('=');
      String key = equals < 0 ? "" : item.substring(0, equals).strip();
      String value = item.substring(equals + 1).strip();
      if (key.isEmpty() || value.isEmpty() || pairs.put(key, value) != null) {
        throw wrong(name, form + ", each once, with commas between");
      }
    }
    return pairs;
  }

  Duration duration(String name, Duration otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return new Durations().convert(text.get());
    } catch (TypeConversionException e) {
      throw wrong(name, "a time such as 90s, 30m or 1h30m");
    }
  }

  boolean flag(String name) {
    String text = text(name).orElse("false").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default -> throw wrong(name, "true or false");
    };
  }

  int number(String name, int least, int most, int otherwise) {
    return Math.toIntExact(number(name, least, most, (long) otherwise));
  }

  private long number(String name, long least, long most, long otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(name, "a whole number from " + least + " to " + most);
  }

  long bytes(String name, long most, long otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long size = new ByteSize().convert(text.get());
      if (size >= 1 && size <= most) {
        return size;
      }
    } catch (TypeConversionException e) {
      // said below
    }
    throw wrong(name, "a size such as 64MiB, at most " + most + " bytes");
  }

  private ParameterException wrong(String name, String expected) {
    Value value = values.get(name);
    return new ParameterException(
        spec.commandLine(),
        value == null
            ? name + " (expected: " + expected + ")"
            : value.source() + ": \"" + value.text() + "\" (expected: " + expected + ")");
  }
}
