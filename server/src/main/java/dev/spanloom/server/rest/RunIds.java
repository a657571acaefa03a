package dev.spanloom.server.rest;

import java.util.regex.Pattern;

/** The ids of runs, as MLflow spells them. */
final class RunIds {
  private static final Pattern SPELLING = Pattern.compile("[a-zA-Z0-9][\\w-]{0,255}");

  private RunIds() {}

  /**
   * The id.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE for any other text
   */
  static String checked(String id) {
    if (!SPELLING.matcher(id).matches()) {
      throw RestRequest.wrong(
          "run_id",
          id,
          "1 to 256 letters, digits, underscores and hyphens, beginning with a letter or digit");
    }
    return id;
  }
}
