package dev.spanloom.cli.upkeep;

import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.price.ModelPrice;
import dev.spanloom.entities.price.PriceBook;
import dev.spanloom.entities.price.PriceSource;
import dev.spanloom.storage.StoreHealth.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The prices that stores use in this process.
 *
 * @param file that was read; null where those that come with Spanloom are used alone
 * @param date of the file's last change, or on which the built-in prices were looked up; null when
 *     it is not known
 * @param count how many prices there are in the file, or are built in
 * @param problem why a file that is named is not used; null when nothing is wrong
 */
record PricesInUse(
    @Nullable Path file, @Nullable LocalDate date, int count, @Nullable Problem problem) {
  static PricesInUse now() {
    Optional<Path> file = PriceBook.configuredFile();
    try {
      return file.isPresent() ? of(file.get()) : builtIn(null);
    } catch (MlflowException e) {
      return builtIn(
          new Problem(
              String.valueOf(e.getMessage()),
              "correct the file that "
                  + PriceBook.VARIABLE
                  + " or "
                  + PriceBook.SETTING
                  + " names; the built-in prices are used meanwhile"));
    }
  }

  private static PricesInUse of(Path file) {
    int count = PriceBook.load(file).prices().size();
    LocalDate changed;
    try {
      changed = LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC);
    } catch (IOException e) {
      changed = null; // it went away meanwhile
    }
    return new PricesInUse(file, changed, count, null);
  }

  private static PricesInUse builtIn(@Nullable Problem problem) {
    PriceBook book = PriceBook.builtIn();
    LocalDate lookedUp =
        book.prices().stream()
            .map(ModelPrice::source)
            .filter(Objects::nonNull)
            .map(PriceSource::lookedUp)
            .max(Comparator.naturalOrder())
            .orElse(null);
    return new PricesInUse(null, lookedUp, book.prices().size(), problem);
  }

  /** For a person. */
  String line() {
    String prices = Texts.count(count, "price");
    return file == null
        ? "built in, " + prices + (date == null ? "" : ", looked up on " + date)
        : file + ", " + prices + (date == null ? "" : ", changed on " + date) + "; then built in";
  }
}
