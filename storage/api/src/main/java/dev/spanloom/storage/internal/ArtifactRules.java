package dev.spanloom.storage.internal;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.ArtifactPath;
import java.util.ArrayList;
import java.util.List;

/** What engines check of paths alike. */
public final class ArtifactRules {
  private ArtifactRules() {}

  /** The folders that a path lies in, the outermost first. */
  public static List<String> folders(ArtifactPath path) {
    List<String> folders = new ArrayList<>();
    String text = path.text();
    for (int i = text.indexOf('/'); i >= 0; i = text.indexOf('/', i + 1)) {
      folders.add(text.substring(0, i));
    }
    return folders;
  }

  /** What paths of files in a folder begin with. */
  public static String start(String folder) {
    return folder.isEmpty() ? "" : folder + "/";
  }

  /** What is larger than all texts with this start, and smaller than all others above them. */
  public static String end(String start) {
    return start.substring(0, start.length() - 1) + '0'; // which comes behind the slash
  }

  public static MlflowException fileInTheWay(ArtifactPath path, String file) {
    return MlflowException.invalidParameter(
        "path: \""
            + path
            + "\" (expected: no file where it has a folder, but "
            + file
            + " is one)");
  }

  public static MlflowException folderInTheWay(ArtifactPath path) {
    return MlflowException.invalidParameter(
        "path: \"" + path + "\" is a folder (expected: the path of a file)");
  }

  public static MlflowException unknownTrace(ArtifactPath path, String traceId) {
    return MlflowException.notFound(
        "path: \""
            + path
            + "\": there is no trace "
            + traceId
            + " (expected: a trace that was started before)");
  }
}
