package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.SpringBootGuideContract;

class Boot3GuideTest extends SpringBootGuideContract {}
