package dev.spanloom.weaving.behaviour;

class AgentBehaviourTest extends BehaviourSuite {
  AgentBehaviourTest() {
    super(Way.AGENT);
  }
}
