package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.SwitchedOffContract;

class Boot3SwitchedOffTest extends SwitchedOffContract {}
