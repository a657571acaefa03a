package dev.spanloom.cli;

import picocli.CommandLine;

/** The version of this program, from the manifest of its jar. */
final class Versions implements CommandLine.IVersionProvider {
  static String current() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "spanloom " + current(),
      "JVM " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")"
    };
  }
}
