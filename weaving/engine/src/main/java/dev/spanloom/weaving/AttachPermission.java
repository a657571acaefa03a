package dev.spanloom.weaving;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What forbids a JVM to attach an agent to itself, as far as it can be known before it is tried.
 */
final class AttachPermission {
  private AttachPermission() {}

  /**
   * Why an attempt is bound to fail. It is not made then: a JVM that does not listen answers an
   * attempt with a dump of its threads, after seconds.
   */
  static Optional<String> refusal() {
    if (isFlag("DisableAttachMechanism", "true")) {
      return Optional.of("The JVM was started with -XX:+DisableAttachMechanism.");
    }
    if (isFlag("EnableDynamicAgentLoading", "false")) {
      return Optional.of("The JVM was started with -XX:-EnableDynamicAgentLoading.");
    }
    return Optional.empty();
  }

  /** A module of the JDK without which no agent can be attached, when it is absent. */
  static Optional<String> missingModule() {
    for (String module : new String[] {"java.instrument", "jdk.attach"}) {
      if (ModuleLayer.boot().findModule(module).isEmpty()) {
        return Optional.of(
            "The module "
                + module
                + " is missing from this JVM: start it with --add-modules "
                + module
                + ", or with a JDK that has it.");
      }
    }
    return Optional.empty();
  }

  private static boolean isFlag(String name, String value) {
    try {
      HotSpotDiagnosticMXBean jvm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return jvm != null && jvm.getVMOption(name).getValue().equals(value);
    } catch (RuntimeException | LinkageError e) { // another JVM, or one without jdk.management
      return false;
    }
  }
}
