package dev.spanloom.weaving.internal;

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
    return missing("java.instrument");
  }

  /** What to say of a module of the JDK that is not here. */
  static Optional<String> missing(String module) {
    return ModuleLayer.boot().findModule(module).isPresent()
        ? Optional.empty()
        : Optional.of(
            "The module "
                + module
                + " is missing from this JVM: start it with --add-modules "
                + module
                + ", or with a JDK that has it.");
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
