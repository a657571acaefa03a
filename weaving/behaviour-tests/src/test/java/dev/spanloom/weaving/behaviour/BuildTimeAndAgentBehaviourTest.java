package dev.spanloom.weaving.behaviour;

class BuildTimeAndAgentBehaviourTest extends BehaviourSuite {
  BuildTimeAndAgentBehaviourTest() {
    super(Way.BUILD_AND_AGENT);
  }
}
