"""The library as a map: papers of like content near each other, groups named by their own terms."""
